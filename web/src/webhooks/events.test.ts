/** Choosing what a webhook hears of. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { KINDS, isVerb, kindOfAll, othersIn, verbsOf, withChoice, withOthers } from "./events.ts";

test("every verb that is offered is written as the trail writes it", () => {
  const offered = KINDS.flatMap(verbsOf);
  assert.ok(offered.length > 30);
  assert.deepEqual(offered.filter((verb) => !/^[a-z_]+\.[a-z_]+$/.test(verb)), []);
});

test("all of a kind takes the place of its single events, and leaves those of others", () => {
  assert.deepEqual(withChoice(["deadline.met", "event.recorded"], "deadline.*", true), ["event.recorded", "deadline.*"]);
});

test("what has no box stays as it was typed, of whatever kind it is", () => {
  assert.deepEqual(withChoice(["deadline.reopened", "deadline.met"], "deadline.*", true), ["deadline.reopened", "deadline.*"]);
});

test("what is chosen twice stands there once, and is taken out again", () => {
  const chosen = withChoice(["deadline.met"], "deadline.met", true);
  assert.deepEqual(chosen, ["deadline.met"]);
  assert.deepEqual(withChoice(chosen, "deadline.met", false), []);
});

test("what has no box is kept, told apart and replaced by what is typed", () => {
  const chosen = ["time.spent", "deadline.*", "cost.*"];
  assert.deepEqual(othersIn(chosen), ["time.spent", "cost.*"]);
  assert.deepEqual(withOthers(chosen, " cost.entered,  link.* "), ["deadline.*", "cost.entered", "link.*"]);
  assert.deepEqual(withOthers(chosen, ""), ["deadline.*"]);
});

test("a pattern is no verb, and a word of others no kind", () => {
  assert.equal(isVerb("deadline.met"), true);
  assert.equal(isVerb("deadline.*"), false);
  assert.equal(kindOfAll("deadline.*"), "deadline");
  assert.equal(kindOfAll("cost.*"), undefined);
});
