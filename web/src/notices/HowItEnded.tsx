/** How the last act ended. What was done to a notice out of sight, or refused, gets the focus; the rest is read out. */

import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { Failure } from "../design/Failure.tsx";
import { Notice, Outcome } from "../design/Notice.tsx";
import { useMe } from "../session/me.ts";
import { dayIn, momentIn } from "../words/times.ts";
import styles from "./Notices.module.css";
import type { Deadline, Told } from "./writing.ts";

export function HowItEnded({ told }: { told: Told | null }): ReactNode {
  const { t } = useTranslation();
  const here = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (told && told.is !== "read") here.current?.querySelector<HTMLElement>("[tabindex]")?.focus();
  }, [told]);
  return (
    <div ref={here} className={styles["ended"]}>
      <Outcome>{told?.is === "read" && <p>{t("notices.isRead", { subject: told.notice.subject })}</p>}</Outcome>
      {told?.is === "all read" && <Notice kind="good" tabIndex={-1}><p>{t("notices.areRead", { count: told.count })}</p></Notice>}
      {told?.is === "acknowledged" && <Notice kind="good" tabIndex={-1}><Acknowledged deadline={told.deadline} /></Notice>}
      {told?.is === "refused" && <Failure error={told.error} />}
    </div>
  );
}

/** Who was first is kept: it may have been a colleague. */
function Acknowledged({ deadline }: { deadline: Deadline }): ReactNode {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const by = deadline.acknowledged_by;
  const said = {
    reference: deadline.reference,
    day: dayIn(i18n.language, deadline.due_on),
    moment: deadline.acknowledged_at ? momentIn(i18n.language, deadline.acknowledged_at) : "",
  };
  if (by && by.id !== me.id) return <p>{t("notices.acknowledgedBefore", { ...said, name: by.name })}</p>;
  return <p>{t("notices.acknowledged", said)}</p>;
}
