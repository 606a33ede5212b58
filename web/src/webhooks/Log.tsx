/** What was sent, newest first, in pages. */

import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { Failure } from "../design/Failure.tsx";
import { SelectField } from "../design/Field.tsx";
import { Loading } from "../design/Loading.tsx";
import { More } from "../design/More.tsx";
import { Part } from "../design/Page.tsx";
import { MessageShown } from "./MessageShown.tsx";
import styles from "./Webhooks.module.css";
import { type MessageState, useLog } from "./reading.ts";

const STATES: readonly MessageState[] = ["queued", "sending", "delivered", "given_up"];

export function Log({ id, onReplayFrom }: { id: string; onReplayFrom: (moment: string) => void }): ReactNode {
  const { t } = useTranslation();
  const [state, setState] = useState<MessageState | "">("");
  const asked = useLog(id, state || undefined);
  const messages = asked.data?.pages.flatMap((page) => page.results);
  const choices = [["", t("webhooks.all")] as const, ...STATES.map((each) => [each, t(`webhooks.states.${each}`)] as const)];
  return (
    <Part title={t("webhooks.log")}>
      <SelectField
        label={t("webhooks.state")}
        value={state}
        choices={choices}
        onValue={(value) => { setState(value as MessageState | ""); }}
      />
      {asked.isPending && <Loading />}
      {asked.isError && !asked.isFetchNextPageError && <Failure error={asked.error} onRetry={() => void asked.refetch()} />}
      {messages?.length === 0 && <p>{t(state ? "webhooks.logNone" : "webhooks.logEmpty")}</p>}
      {!!messages?.length && (
        <ol className={styles["log"]}>
          {messages.map((each) => (
            <li key={each.id} className={styles["message"]}>
              <MessageShown message={each} onReplayFrom={onReplayFrom} />
            </li>
          ))}
        </ol>
      )}
      <More of={asked} />
    </Part>
  );
}
