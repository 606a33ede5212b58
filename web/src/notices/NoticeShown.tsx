/** One notice: what it says, where it belongs, why it came, and what can be done from here. */

import { type ReactNode, useId, useRef } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../design/Button.tsx";
import { Day } from "../design/Day.tsx";
import { Facts } from "../design/Facts.tsx";
import { Buttons } from "../design/Form.tsx";
import { Moment } from "../design/Moment.tsx";
import { useMe } from "../session/me.ts";
import { Acknowledge } from "./Acknowledge.tsx";
import styles from "./Notices.module.css";
import { whyOf } from "./leads.ts";
import type { NoticeTold } from "./reading.ts";
import { type Tell, useReading, useReadingUntil } from "./writing.ts";

interface Props {
  notice: NoticeTold;
  /** The day of its deadline that nobody has acknowledged. */
  awaits: string | undefined;
  isFirst: boolean;
  onTold: Tell;
}

export function NoticeShown({ notice, awaits, isFirst, onTold }: Props): ReactNode {
  const { t } = useTranslation();
  const { language } = useMe();
  const heading = useId();
  const row = useRef<HTMLLIElement>(null);
  const isUnread = notice.read_at === null;
  return (
    <li ref={row} className={[styles["notice"], isUnread && styles["unread"]].filter(Boolean).join(" ")}>
      <h3 id={heading} tabIndex={-1}>
        {isUnread && <span className={styles["mark"]}>{t("notices.isUnread")}</span>}{" "}
        <span lang={language}>{notice.subject}</span>
      </h3>
      <What notice={notice} />
      {awaits === notice.due_on && <Acknowledge notice={notice} describedBy={heading} onTold={onTold} />}
      {awaits !== undefined && awaits !== notice.due_on && <p>{t("notices.movedTo")} <Day on={awaits} /></p>}
      {isUnread && (
        <Read
          notice={notice}
          mayReadUntil={!isFirst}
          describedBy={heading}
          onTold={(told) => {
            if (told.is === "read") focusBeside(row.current);
            onTold(told);
          }}
        />
      )}
    </li>
  );
}

function What({ notice }: { notice: NoticeTold }): ReactNode {
  const { t } = useTranslation();
  const facts: [string, ReactNode][] = [
    [t("notices.day"), <Day on={notice.due_on} />],
    [t("notices.dossier"), notice.reference],
    [t("notices.why"), <Why lead={notice.lead} />],
    [t("notices.toldAt"), <Moment at={notice.told_at} />],
  ];
  if (notice.mail_state === "failed" || notice.mail_state === "bounced") {
    facts.push([t("notices.mail"), t("notices.mailLost")]);
  }
  if (notice.read_at) facts.push([t("notices.readAt"), <Moment at={notice.read_at} />]);
  return <Facts of={facts} />;
}

function Why({ lead }: { lead: string }): ReactNode {
  const { t } = useTranslation();
  const why = whyOf(lead);
  if (!why) return lead;
  return "count" in why ? t(`notices.whys.${why.is}`, { count: why.count }) : t(`notices.whys.${why.is}`);
}

interface ReadProps {
  notice: NoticeTold;
  mayReadUntil: boolean;
  describedBy: string;
  onTold: Tell;
}

function Read({ notice, mayReadUntil, describedBy, onTold }: ReadProps): ReactNode {
  const { t } = useTranslation();
  const [reading, until] = [useReading(onTold), useReadingUntil(onTold)];
  return (
    <Buttons>
      <Button isSmall isBusy={reading.isBusy} aria-describedby={describedBy} onClick={() => { reading.send(notice); }}>
        {t("notices.markRead")}
      </Button>
      {mayReadUntil && (
        <Button isSmall isBusy={until.isBusy} aria-describedby={describedBy} onClick={() => { until.send(notice); }}>
          {t("notices.markReadUntil")}
        </Button>
      )}
    </Buttons>
  );
}

/** The notice is about to leave the list: the focus goes to the next one, to the one before it, else to the title. */
function focusBeside(row: HTMLLIElement | null): void {
  const beside = row?.nextElementSibling ?? row?.previousElementSibling ?? row?.closest("main");
  beside?.querySelector<HTMLElement>("h1, h3")?.focus();
}
