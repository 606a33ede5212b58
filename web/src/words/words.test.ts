/** Every language says everything: the same keys, each with words, and each with the same values in them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { de } from "./de.ts";
import { en } from "./en.ts";
import { fr } from "./fr.ts";
import { nl } from "./nl.ts";

type Tree = { readonly [key: string]: string | Tree };

function flat(tree: Tree, before = ""): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, said]) =>
      typeof said === "string" ? [[before + key, said] as const] : [...flat(said, `${before}${key}.`)],
    ),
  );
}

const valuesIn = (said: string): string[] => [...said.matchAll(/{{(\w+)}}/g)].map((found) => found[1] ?? "").sort();

const ENGLISH = flat(en);

for (const [language, words] of Object.entries({ nl, fr, de })) {
  const said = flat(words);

  test(`${language} has every key and no other`, () => {
    assert.ok(ENGLISH.size > 20);
    assert.deepEqual([...said.keys()].sort(), [...ENGLISH.keys()].sort());
  });

  test(`${language} leaves no word empty and none in English that is a sentence`, () => {
    const isSentence = (words: string): boolean => /\p{L} \p{L}/u.test(words.replaceAll(/{{\w+}}/g, "1"));
    const left = [...said].filter(([key, words]) => !words.trim() || (isSentence(words) && words === ENGLISH.get(key)));
    assert.deepEqual(left, []);
  });

  test(`${language} puts the same values into its sentences`, () => {
    const differing = [...said].filter(([key, words]) => String(valuesIn(words)) !== String(valuesIn(ENGLISH.get(key) ?? "")));
    assert.deepEqual(differing, []);
  });

  test(`${language} has a word for one and a word for several wherever it counts`, () => {
    const ones = [...said.keys()].filter((key) => key.endsWith("_one"));
    assert.deepEqual(ones.filter((key) => !said.has(key.replace(/_one$/, "_other"))), []);
  });
}

test("no line of a French text can begin with the sign that ends a thought", () => {
  const broken = [...flat(fr)].filter(([, words]) => /(?<!\u00a0)[;!?»]|[^\u00a0]:(?=\s|$)|«(?!\u00a0)/u.test(words));
  assert.deepEqual(broken, []);
});
