/** Everything since a moment once more: what will happen, before it does. */

import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { Refusal } from "../api/client.ts";
import { Button } from "../design/Button.tsx";
import { Dialog } from "../design/Dialog.tsx";
import { Failure } from "../design/Failure.tsx";
import { TextField } from "../design/Field.tsx";
import { Buttons, Form } from "../design/Form.tsx";
import { fieldOfMoment, momentOfField } from "../words/times.ts";
import type { Webhook } from "./reading.ts";
import { useReplaying } from "./writing.ts";

const SINCE = "#/since";

interface Props {
  webhook: Webhook;
  /** The moment to begin with, or nothing. */
  from: string;
  onClose: () => void;
  onDone: () => void;
}

export function Replay({ webhook, from, onClose, onDone }: Props): ReactNode {
  const { t } = useTranslation();
  const [since, setSince] = useState(from && fieldOfMoment(from));
  const replaying = useReplaying(webhook.id, onDone);
  const wrong = replaying.error instanceof Refusal ? replaying.error.at(SINCE) : undefined;
  // A message is sent from its very moment, which a field of the browser cannot hold; and an empty one is refused.
  const moment = from && since === fieldOfMoment(from) ? from : since && momentOfField(since);
  return (
    <Dialog title={t("webhooks.replayAsk")} onClose={onClose}>
      <p>{t("webhooks.replayWhy", { url: webhook.url })}</p>
      {webhook.disabled_at && <p><strong>{t("webhooks.replayOff")}</strong></p>}
      <Form error={replaying.error} onSend={() => { replaying.send({ since: moment }); }}>
        <TextField
          label={t("webhooks.since")}
          hint={t("webhooks.sinceHint")}
          wrong={wrong}
          type="datetime-local"
          step={1}
          value={since}
          onValue={setSince}
        />
        {!wrong && <Failure error={replaying.error} />}
        <Buttons>
          <Button type="submit" kind="first" isBusy={replaying.isBusy}>{t("webhooks.replay")}</Button>
          <Button onClick={onClose}>{t("design.cancel")}</Button>
        </Buttons>
      </Form>
    </Dialog>
  );
}
