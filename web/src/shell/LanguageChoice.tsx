/** Another language at once, kept on this device: the desk itself has no place for a choice of the page. */

import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { LANGUAGES, type Language, keepHere } from "../words/languages.ts";
import { speak } from "../words/speaking.ts";
import styles from "./Shell.module.css";

export function LanguageChoice(): ReactNode {
  const { t, i18n } = useTranslation();
  const asking = useQueryClient();
  async function choose(language: Language): Promise<void> {
    await speak(language);
    keepHere(language);
    // What the desk has said is in the former language.
    await asking.invalidateQueries();
  }
  return (
    <select
      aria-label={t("shell.language")}
      className={styles["language"]}
      value={i18n.language}
      onChange={(event) => {
        // Where the words cannot be fetched, the choice springs back to the language that is shown.
        choose(event.target.value as Language).catch(() => undefined);
      }}
    >
      {Object.entries(LANGUAGES).map(([tag, name]) => <option key={tag} value={tag} lang={tag}>{name}</option>)}
    </select>
  );
}
