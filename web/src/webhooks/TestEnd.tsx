/** How a test ended, as soon as the log knows it. */

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Notice } from "../design/Notice.tsx";
import { momentIn } from "../words/times.ts";
import { endOf } from "./messages.ts";
import { type Message, type Webhook, useLog } from "./reading.ts";

export function TestEnd({ webhook, message }: { webhook: Webhook; message: Message }): ReactNode {
  const { t, i18n } = useTranslation();
  const { data } = useLog(webhook.id);
  const found = data?.pages.flatMap((page) => page.results).find(({ id }) => id === message.id);
  const end = endOf(found ?? message);
  if (webhook.disabled_at && end.is === "waiting") return <Notice kind="warn"><p>{t("webhooks.testOff")}</p></Notice>;
  switch (end.is) {
    case "waiting":
      return <Notice><p>{t("webhooks.testing")}</p></Notice>;
    case "taken":
      return <Notice kind="good"><p>{t("webhooks.testTaken", { status: end.status })}</p></Notice>;
    case "failed": {
      const moment = momentIn(i18n.language, end.next);
      return <Notice kind="wrong"><p>{t("webhooks.testFailed", { why: end.why, moment })}</p></Notice>;
    }
    case "given up":
      return <Notice kind="wrong"><p>{t("webhooks.testGivenUp", { why: end.why })}</p></Notice>;
  }
}
