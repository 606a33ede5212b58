/** The way to the sign-in page holds the place to come back to, whole. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { signInAddress } from "./address.ts";

test("path, question and fragment come back", () => {
  const from = { pathname: "/desk/webhooks/1", search: "?state=given_up&x=é", hash: "#log" };
  const next = new URL(signInAddress(from), "https://desk.example").searchParams.get("next");
  assert.equal(next, "/desk/webhooks/1?state=given_up&x=é#log");
});
