/** The languages of the desk, and which of them a reader gets. */

export const LANGUAGES = { nl: "Nederlands", fr: "Français", en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof LANGUAGES;

const KEY = "desk.language";

export function isSpoken(tag: string): tag is Language {
  return Object.hasOwn(LANGUAGES, tag);
}

/** What she chose on this device; the desk has no place for it. */
export function chosenHere(): Language | undefined {
  const kept = fromDevice();
  return kept && isSpoken(kept) ? kept : undefined;
}

export function keepHere(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // A browser that keeps nothing asks again the next time.
  }
}

/** The first language of the browser that the desk speaks, else Dutch, as its other pages do. */
export function ofBrowser(wished: readonly string[]): Language {
  return wished.map((tag) => tag.toLowerCase().split("-")[0] ?? "").find(isSpoken) ?? "nl";
}

function fromDevice(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
