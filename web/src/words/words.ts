/** What every language must say: the very keys of the English one. The compiler refuses one too many or too few. */

import type { en } from "./en.ts";

export type Said<T> = { readonly [K in keyof T]: T[K] extends string ? string : Said<T[K]> };
export type Words = Said<typeof en>;
