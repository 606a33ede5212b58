/** Which language a reader gets before the desk knows her. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { isSpoken, ofBrowser } from "./languages.ts";

test("the first language of the browser that the desk speaks is taken, whatever its region", () => {
  assert.equal(ofBrowser(["pt-BR", "fr-CA", "nl"]), "fr");
  assert.equal(ofBrowser(["DE-at"]), "de");
});

test("where it speaks none of them it speaks Dutch", () => {
  assert.equal(ofBrowser(["pt", "es-419"]), "nl");
  assert.equal(ofBrowser([]), "nl");
});

test("what every object has is no language", () => {
  assert.equal(isSpoken("toString"), false);
  assert.equal(isSpoken("nl"), true);
});
