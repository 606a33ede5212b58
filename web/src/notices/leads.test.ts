/** Why a reminder came, out of the word for it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { whyOf } from "./leads.ts";

test("what comes at once says what happened, however often", () => {
  assert.deepEqual(whyOf("entry"), { is: "entry" });
  assert.deepEqual(whyOf("moved"), { is: "moved" });
  assert.deepEqual(whyOf("moved_2"), { is: "moved" });
  assert.deepEqual(whyOf("to_stand_in"), { is: "to_stand_in" });
});

test("what was planned says how long before, and the day itself says so", () => {
  assert.deepEqual(whyOf("working_days_5"), { is: "working_days", count: 5 });
  assert.deepEqual(whyOf("last_days_14"), { is: "last_days", count: 14 });
  assert.deepEqual(whyOf("days_1"), { is: "days", count: 1 });
  assert.deepEqual(whyOf("working_days_0"), { is: "today" });
});

test("what is not known is not guessed at", () => {
  assert.equal(whyOf("full_moon"), undefined);
  assert.equal(whyOf("working_days"), undefined);
});
