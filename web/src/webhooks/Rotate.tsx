/** Another secret: the question before it, and the secret after it. */

import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { Refusal } from "../api/client.ts";
import { Button } from "../design/Button.tsx";
import { Dialog } from "../design/Dialog.tsx";
import { Failure } from "../design/Failure.tsx";
import { TextField } from "../design/Field.tsx";
import { Buttons, Form } from "../design/Form.tsx";
import { Page } from "../design/Page.tsx";
import { SecretShown } from "./SecretShown.tsx";
import { useRotating } from "./writing.ts";

const HOURS = "#/overlap_hours";

export function Rotate({ id, onClose, onSecret }: { id: string; onClose: () => void; onSecret: (secret: string) => void }): ReactNode {
  const { t } = useTranslation();
  const [hours, setHours] = useState("24");
  const rotating = useRotating(id, ({ secret }) => { onSecret(secret); });
  const wrong = rotating.error instanceof Refusal ? rotating.error.at(HOURS) : undefined;
  return (
    <Dialog title={t("webhooks.rotateAsk")} onClose={onClose}>
      <p>{t("webhooks.rotateWhy")}</p>
      <Form error={rotating.error} onSend={() => { rotating.send({ overlap_hours: Number(hours) }); }}>
        <TextField
          label={t("webhooks.overlap")}
          hint={t("webhooks.overlapHint")}
          wrong={wrong}
          type="number"
          min={0}
          max={168}
          value={hours}
          onValue={setHours}
        />
        {!wrong && <Failure error={rotating.error} />}
        <Buttons>
          <Button type="submit" kind="first" isBusy={rotating.isBusy}>{t("webhooks.rotate")}</Button>
          <Button onClick={onClose}>{t("design.cancel")}</Button>
        </Buttons>
      </Form>
    </Dialog>
  );
}

/** In place of the page, until she says that she has kept it. */
export function Rotated({ secret, onKept }: { secret: string; onKept: () => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <Page title={t("webhooks.rotated")} isInPlace>
      <SecretShown secret={secret} />
      <p><Button kind="first" onClick={onKept}>{t(secret ? "webhooks.kept" : "webhooks.onward")}</Button></p>
    </Page>
  );
}
