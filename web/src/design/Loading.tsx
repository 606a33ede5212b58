/** It is on its way; said only where it takes long enough to be noticed. */

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import styles from "./Loading.module.css";

export function Loading(): ReactNode {
  const { t } = useTranslation();
  return <p role="status" className={styles["loading"]}>{t("design.loading")}</p>;
}
