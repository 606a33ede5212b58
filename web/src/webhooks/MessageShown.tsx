/** One message: what happened and how it stands; opened, what is sent, and each try with its answer. */

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../design/Button.tsx";
import { Facts } from "../design/Facts.tsx";
import { Moment } from "../design/Moment.tsx";
import { Table } from "../design/Table.tsx";
import { useEventWords } from "./Heard.tsx";
import { StateOfMessage } from "./State.tsx";
import styles from "./Webhooks.module.css";
import type { Message } from "./reading.ts";

export function MessageShown({ message, onReplayFrom }: { message: Message; onReplayFrom: (moment: string) => void }): ReactNode {
  const { t } = useTranslation();
  const wordsOf = useEventWords();
  const reference = message.payload.data.reference;
  return (
    <details>
      <summary>
        <span className={styles["what"]}>
          {wordsOf(message.event)}
          {reference && ` · ${reference}`}
        </span>
        <span className={styles["at"]}><Moment at={message.happened_at} /></span>
        <StateOfMessage state={message.state} />
      </summary>
      <div className={styles["inside"]}>
        <Stands message={message} />
        <h3>{t("webhooks.tries")}</h3>
        <Tries message={message} />
        <h3>{t("webhooks.body")}</h3>
        <pre className={styles["body"]}>{JSON.stringify(message.payload, null, 2)}</pre>
        {message.number !== null && (
          <Button isSmall onClick={() => { onReplayFrom(message.happened_at); }}>{t("webhooks.replayFrom")}</Button>
        )}
      </div>
    </details>
  );
}

function Stands({ message }: { message: Message }): ReactNode {
  const { t } = useTranslation();
  const isWaiting = message.state === "queued" || message.state === "sending";
  const facts: [string, ReactNode][] = [[t("webhooks.messageId"), <code>{message.id}</code>]];
  if (message.number !== null) facts.push([t("webhooks.number"), message.number]);
  if (isWaiting) facts.push([t("webhooks.nextAttempt"), <Moment at={message.next_attempt_at} />]);
  if (message.delivered_at) facts.push([t("webhooks.delivered"), <Moment at={message.delivered_at} />]);
  return <Facts of={facts} />;
}

function Tries({ message }: { message: Message }): ReactNode {
  const { t } = useTranslation();
  if (message.tries.length === 0) return <p>{t("webhooks.noTries")}</p>;
  const rows = message.tries.map((each) => ({
    key: each.at,
    cells: [
      <Moment at={each.at} />,
      <>
        <strong>{each.status ?? each.error}</strong>
        {each.answer && <pre className={styles["body"]}>{each.answer}</pre>}
      </>,
      t("webhooks.milliseconds", { count: each.milliseconds }),
    ],
  }));
  return <Table caption={t("webhooks.tries")} columns={[t("webhooks.when"), t("webhooks.answered"), t("webhooks.took")]} rows={rows} />;
}
