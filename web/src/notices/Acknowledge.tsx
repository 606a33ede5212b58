/** A fatal day that nobody has acknowledged: what it means to say that one knows of it, and saying so. */

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../design/Button.tsx";
import { Notice } from "../design/Notice.tsx";
import { dayIn } from "../words/times.ts";
import type { NoticeTold } from "./reading.ts";
import { type Tell, useAcknowledging } from "./writing.ts";

export function Acknowledge({ notice, describedBy, onTold }: { notice: NoticeTold; describedBy: string; onTold: Tell }): ReactNode {
  const { t, i18n } = useTranslation();
  const acknowledging = useAcknowledging(onTold);
  return (
    <Notice kind="warn">
      <p><strong>{t("notices.awaits")}</strong></p>
      <p>{t("notices.awaitsWhy")}</p>
      <Button
        kind="first"
        isBusy={acknowledging.isBusy}
        aria-describedby={describedBy}
        onClick={() => { acknowledging.send(notice); }}
      >
        {t("notices.acknowledge", { day: dayIn(i18n.language, notice.due_on) })}
      </Button>
    </Notice>
  );
}
