/** What each piece of the clockwork did, over all hours that are told. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { type Run, piecesOf } from "./runs.ts";

const run = (name: string, hour: string, rest: Partial<Run>): Run => ({
  name, hour, last_at: null, times: 0, done: 0, failures: 0, last_error: "", ...rest,
});

test("the hours of one piece are added up, and the newest end and error stand", () => {
  const newer = run("deliver-mail", "10:00", { last_at: "10:05", times: 2, done: 3, failures: 1, last_error: "OSError" });
  const older = run("deliver-mail", "09:00", { last_at: "09:55", times: 12, done: 4, failures: 2, last_error: "TimeoutError" });
  assert.deepEqual(piecesOf([newer, older]), [
    { name: "deliver-mail", last_at: "10:05", times: 14, done: 7, failures: 3, last_error: "OSError" },
  ]);
});

test("a piece that only failed this hour ended well in the hour before", () => {
  const failing = run("seal-trail", "10:00", { failures: 1, last_error: "OSError" });
  assert.equal(piecesOf([failing, run("seal-trail", "09:00", { last_at: "09:59", times: 1 })])[0]?.last_at, "09:59");
});

test("pieces stand in the order of their names", () => {
  assert.deepEqual(piecesOf([run("b", "10:00", {}), run("a", "10:00", {})]).map((each) => each.name), ["a", "b"]);
});
