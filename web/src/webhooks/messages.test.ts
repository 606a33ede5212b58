/** When the log looks again, and what is said of a test. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { endOf, isAwaited } from "./messages.ts";

const NOW = Date.parse("2026-06-15T10:00:00Z");
const due = (next_attempt_at: string, state: "queued" | "sending" | "delivered" = "queued") => ({ next_attempt_at, state });
const tried = (status: number | null, error = "") => ({ at: "", answer: "", error, milliseconds: 1, status });
const AT = { next_attempt_at: "2026-06-15T10:05:00Z" };

test("what is due within a minute is awaited, what is due later or is long overdue is not", () => {
  assert.equal(isAwaited(due("2026-06-15T10:00:30Z"), NOW), true);
  assert.equal(isAwaited(due("2026-06-15T09:59:00Z"), NOW), true);
  assert.equal(isAwaited(due("2026-06-15T10:05:00Z"), NOW), false);
  assert.equal(isAwaited(due("2026-06-15T09:00:00Z"), NOW), false);
});

test("what is being sent is awaited, what was delivered is not", () => {
  assert.equal(isAwaited(due("2026-06-15T10:05:00Z", "sending"), NOW), true);
  assert.equal(isAwaited(due("2026-06-15T10:00:00Z", "delivered"), NOW), false);
});

test("a test that was not tried yet has no end", () => {
  assert.deepEqual(endOf({ ...AT, state: "queued", tries: [] }), { is: "waiting" });
});

test("the last try says how it ended", () => {
  const refused = tried(500);
  assert.deepEqual(endOf({ ...AT, state: "delivered", tries: [refused, tried(204)] }), { is: "taken", status: 204 });
  assert.deepEqual(endOf({ ...AT, state: "queued", tries: [refused] }), { is: "failed", why: "500", next: AT.next_attempt_at });
});

test("where no answer came the error says why", () => {
  const unheard = tried(null, "ConnectionRefusedError: refused");
  assert.deepEqual(endOf({ ...AT, state: "given_up", tries: [unheard] }), { is: "given up", why: unheard.error });
});
