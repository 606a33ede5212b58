/** What can be done with a webhook, each act with its question before it and its outcome after it. */

import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Answer } from "../api/client.ts";
import { Button } from "../design/Button.tsx";
import { Failure } from "../design/Failure.tsx";
import { Buttons } from "../design/Form.tsx";
import { Notice, Outcome } from "../design/Notice.tsx";
import { Remove } from "./Remove.tsx";
import { Replay } from "./Replay.tsx";
import { Rotate } from "./Rotate.tsx";
import { TestEnd } from "./TestEnd.tsx";
import type { Webhook } from "./reading.ts";
import { useTesting } from "./writing.ts";

interface Props {
  found: Answer<Webhook>;
  onSecret: (secret: string) => void;
  /** The moment since which everything is sent again, while she is asked about it; "" where she has yet to say. */
  replayFrom: string | null;
  onReplayFrom: (moment: string | null) => void;
}

export function Acts({ found, onSecret, replayFrom, onReplayFrom }: Props): ReactNode {
  const { t } = useTranslation();
  const { data: webhook } = found;
  const [asks, setAsks] = useState<"rotate" | "remove" | null>(null);
  const [isReplayed, setIsReplayed] = useState(false);
  const testing = useTesting(webhook.id);
  const close = (): void => { setAsks(null); };
  return (
    <>
      <Buttons>
        <Button isBusy={testing.isBusy} onClick={() => { testing.send(undefined); }}>{t("webhooks.test")}</Button>
        <Button onClick={() => { onReplayFrom(""); }}>{t("webhooks.replay")}</Button>
        <Button onClick={() => { setAsks("rotate"); }}>{t("webhooks.rotate")}</Button>
        <Button kind="grave" onClick={() => { setAsks("remove"); }}>{t("webhooks.remove")}</Button>
      </Buttons>
      <Failure error={testing.error} onRetry={testing.retry} />
      <Outcome>
        {testing.given && <TestEnd webhook={webhook} message={testing.given} />}
        {isReplayed && <Notice kind="good"><p>{t("webhooks.replayed")}</p></Notice>}
      </Outcome>
      {asks === "rotate" && <Rotate id={webhook.id} onClose={close} onSecret={onSecret} />}
      {asks === "remove" && <Remove found={found} onClose={close} />}
      {replayFrom !== null && (
        <Replay
          webhook={webhook}
          from={replayFrom}
          onClose={() => { onReplayFrom(null); }}
          onDone={() => {
            onReplayFrom(null);
            setIsReplayed(true);
          }}
        />
      )}
    </>
  );
}
