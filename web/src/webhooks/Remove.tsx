/** Removing a webhook: which one, and that it is for good. */

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";

import type { Answer } from "../api/client.ts";
import { Button } from "../design/Button.tsx";
import { Dialog } from "../design/Dialog.tsx";
import { Failure } from "../design/Failure.tsx";
import { Buttons } from "../design/Form.tsx";
import type { Webhook } from "./reading.ts";
import { useRemoving } from "./writing.ts";

export function Remove({ found, onClose }: { found: Answer<Webhook>; onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const goTo = useNavigate();
  const { id, name, url } = found.data;
  const removing = useRemoving(id, () => goTo("/webhooks", { state: { removed: name } }));
  return (
    <Dialog title={t("webhooks.removeAsk", { name })} onClose={onClose}>
      <p>{t("webhooks.removeWhy", { url })}</p>
      <Failure error={removing.error} />
      <Buttons>
        <Button kind="grave" isBusy={removing.isBusy} onClick={() => { removing.send(found); }}>{t("webhooks.remove")}</Button>
        <Button onClick={onClose}>{t("design.cancel")}</Button>
      </Buttons>
    </Dialog>
  );
}
