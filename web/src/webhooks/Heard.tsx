/** What a webhook hears of, in words; the pattern itself where there are none. */

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { EVERYTHING, isVerb, kindOfAll } from "./events.ts";
import styles from "./Webhooks.module.css";

export function useEventWords(): (event: string) => string {
  const { t } = useTranslation();
  return (event) => {
    const kind = kindOfAll(event);
    if (event === EVERYTHING) return t("webhooks.everything");
    if (event === "webhook.test") return t("webhooks.testEvent");
    if (kind) return t(`webhooks.groups.${kind}`);
    return isVerb(event) ? t(`webhooks.acts.${event}`) : event;
  };
}

export function Heard({ events }: { events: readonly string[] }): ReactNode {
  const wordsOf = useEventWords();
  return (
    <ul className={styles["heard"]}>
      {events.map((event) => <li key={event} title={event}>{wordsOf(event)}</li>)}
    </ul>
  );
}
