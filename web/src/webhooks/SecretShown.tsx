/** The secret, this once. */

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Copy } from "../design/Copy.tsx";
import { Notice } from "../design/Notice.tsx";
import styles from "./Webhooks.module.css";

export function SecretShown({ secret }: { secret: string }): ReactNode {
  const { t } = useTranslation();
  // The desk keeps no secret beside a kept answer: who asks again for one that was lost gets an empty text.
  if (!secret) return <Notice kind="wrong" role="alert"><p>{t("webhooks.secretLost")}</p></Notice>;
  return (
    <Notice kind="warn">
      <p>{t("webhooks.secretWarn")}</p>
      <code className={styles["secret"]} aria-label={t("webhooks.secret")}>{secret}</code>
      <Copy text={secret} />
    </Notice>
  );
}
