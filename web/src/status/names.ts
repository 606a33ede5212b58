/** The words for what runs and what waits; one that has none here keeps the name it has on the desk. */

import type { TFunction } from "i18next";

import type { status } from "./words/en.ts";

type Names = keyof typeof status.names;
type Works = keyof typeof status.works;

const NAMES: readonly string[] = [
  "ask-second-lawyers", "backup", "call-webhooks", "deliver-mail", "seal-trail", "sweep-reminders", "sweep-watches",
  "tell-of-losses", "write-digests",
] satisfies Names[];
const WORKS: readonly string[] = [
  "mail", "mail_given_up", "reminders", "reminders_without_reader", "digests",
] satisfies Works[];

export function nameOfRun(t: TFunction, name: string): string {
  return NAMES.includes(name) ? t(`status.names.${name as Names}`) : name;
}

export function nameOfWork(t: TFunction, name: string): string {
  return isWork(name) ? t(`status.works.${name}`) : name;
}

export function isWork(name: string): name is Works {
  return WORKS.includes(name);
}

/** What an alarm is about: its name is that of what was found, and what that is about. */
export function nameOfAlarm(t: TFunction, name: string): string {
  const [code = "", about = ""] = name.split(":");
  if (code === "run_late") return nameOfRun(t, about);
  if (code === "work_waits") return nameOfWork(t, about);
  return code === "digests_missed" ? t("status.digestsOf", { week: about }) : name;
}
