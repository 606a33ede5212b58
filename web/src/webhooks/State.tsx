/** How it stands, in a word; the colour says no more than the word does. */

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { MessageState, Webhook } from "./reading.ts";
import styles from "./Webhooks.module.css";

const LOOKS: Record<MessageState, string> = { queued: "waits", sending: "waits", delivered: "good", given_up: "wrong" };

export function StateOfMessage({ state }: { state: MessageState }): ReactNode {
  const { t } = useTranslation();
  return <Mark looks={LOOKS[state]}>{t(`webhooks.states.${state}`)}</Mark>;
}

export function StateOfWebhook({ webhook }: { webhook: Webhook }): ReactNode {
  const { t } = useTranslation();
  return webhook.disabled_at ? <Mark looks="wrong">{t("webhooks.off")}</Mark> : <Mark looks="good">{t("webhooks.on")}</Mark>;
}

function Mark({ looks, children }: { looks: string; children: string }): ReactNode {
  return <span className={[styles["state"], styles[looks]].join(" ")}>{children}</span>;
}
