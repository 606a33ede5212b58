/** The words of the page, in one language at a time; another one is fetched when it is asked for. */

import i18next from "i18next";
import { initReactI18next } from "react-i18next";

import { type Language, chosenHere } from "./languages.ts";
import type { Words } from "./words.ts";

const FETCHED: Record<Language, () => Promise<Words>> = {
  nl: async () => (await import("./nl.ts")).nl,
  fr: async () => (await import("./fr.ts")).fr,
  en: async () => (await import("./en.ts")).en,
  de: async () => (await import("./de.ts")).de,
};

export async function beginIn(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: await FETCHED[language]() } },
    fallbackLng: false,
    interpolation: { escapeValue: false }, // React does
    react: { useSuspense: false },
  });
  document.documentElement.lang = language;
}

/** Rejects where the words cannot be fetched; then all stays as it was. */
export async function speak(language: Language): Promise<void> {
  i18next.addResourceBundle(language, "translation", await FETCHED[language]());
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Her own language, unless she chose one on this device. */
export async function speakAs(hers: Language): Promise<void> {
  if (!chosenHere() && i18next.language !== hers) await speak(hers);
}
