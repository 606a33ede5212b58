/** Which events a webhook can be told of, and how a choice among them is made. */

import { acts } from "./words/acts.en.ts";

type Acts = typeof acts;
export type Kind = keyof Acts;
/** A verb of the trail that the form has words for. */
export type Verb = { [K in Kind]: `${K}.${keyof Acts[K] & string}` }[Kind];

export const EVERYTHING = "*";

export const KINDS = Object.keys(acts) as Kind[];

export function verbsOf(kind: Kind): Verb[] {
  return Object.keys(acts[kind]).map((act) => `${kind}.${act}` as Verb);
}

export function allOf(kind: Kind): string {
  return `${kind}.*`;
}

const OFFERED: ReadonlySet<string> = new Set([EVERYTHING, ...KINDS.flatMap((kind) => [allOf(kind), ...verbsOf(kind)])]);

export function isVerb(event: string): event is Verb {
  return OFFERED.has(event) && !event.endsWith("*");
}

/** The kind of a pattern such as `deadline.*`, where the form has words for it. */
export function kindOfAll(event: string): Kind | undefined {
  return KINDS.find((kind) => allOf(kind) === event);
}

/** The choice with this event added or taken out; all of a kind takes the place of its single ones. */
export function withChoice(chosen: readonly string[], event: string, isIn: boolean): string[] {
  const kind = kindOfAll(event);
  const singles: readonly string[] = kind && isIn ? verbsOf(kind) : [];
  const others = chosen.filter((each) => each !== event && !singles.includes(each));
  return isIn ? [...others, event] : others;
}

/** What was chosen that the form has no box for. */
export function othersIn(chosen: readonly string[]): string[] {
  return chosen.filter((event) => !OFFERED.has(event));
}

/** The choice with these words in place of what has no box. */
export function withOthers(chosen: readonly string[], words: string): string[] {
  const boxes = chosen.filter((event) => OFFERED.has(event));
  return [...boxes, ...words.split(/[\s,]+/).filter((word) => word && !boxes.includes(word))];
}
