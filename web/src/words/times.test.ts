/** Moments as they are written, and as a field of the browser holds them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { dayIn, fieldOfMoment, momentIn, momentOfField } from "./times.ts";

const MOMENT = "2026-06-15T08:05:09Z";

test("a moment is written in each language, by the clock of the reader", () => {
  const written = (language: string): string => momentIn(language, MOMENT, "Europe/Brussels").replaceAll(/[\u202f\u00a0]/g, " ");
  assert.equal(written("nl"), "15 jun 2026, 10:05:09");
  assert.equal(written("fr"), "15 juin 2026, 10:05:09");
  assert.equal(written("en"), "15 Jun 2026, 10:05:09");
  assert.equal(written("de"), "15.06.2026, 10:05:09");
});

test("a day is the same day on every clock", () => {
  assert.equal(dayIn("nl", "2026-06-16"), "dinsdag 16 juni 2026");
  assert.equal(dayIn("fr", "2026-06-16"), "mardi 16 juin 2026");
  assert.equal(dayIn("de", "2026-06-16"), "Dienstag, 16. Juni 2026");
});

test("what a field holds is the same moment when it comes back", () => {
  assert.equal(momentOfField(fieldOfMoment(MOMENT)), "2026-06-15T08:05:09.000Z");
});
