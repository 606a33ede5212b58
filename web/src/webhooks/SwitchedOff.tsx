/** That nothing is sent there any more, since when and why, and the way to go on; and that it is on again. */

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../design/Button.tsx";
import { Failure } from "../design/Failure.tsx";
import { Notice, Outcome } from "../design/Notice.tsx";
import { momentIn } from "../words/times.ts";
import type { Webhook } from "./reading.ts";
import { useSwitchingOn } from "./writing.ts";

export function SwitchedOff({ webhook }: { webhook: Webhook }): ReactNode {
  const { t, i18n } = useTranslation();
  const switching = useSwitchingOn(webhook.id);
  const since = webhook.disabled_at;
  return (
    <>
      <Outcome>{!since && switching.given && <Notice kind="good"><p>{t("webhooks.switchedOn")}</p></Notice>}</Outcome>
      {since && (
        <Notice kind="warn">
          <p>
            <strong>
              {t("webhooks.offSince", { moment: momentIn(i18n.language, since), why: webhook.disabled_why })}
            </strong>
          </p>
          <p>{t("webhooks.switchOnWhy")}</p>
          <Button kind="first" isBusy={switching.isBusy} onClick={() => { switching.send(undefined); }}>
            {t("webhooks.switchOn")}
          </Button>
        </Notice>
      )}
      <Failure error={switching.error} onRetry={switching.retry} />
    </>
  );
}
