/** Where one comes in: the rooms, and what each is for. */

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Page } from "../design/Page.tsx";
import { useMe } from "../session/me.ts";
import { ROOMS } from "../shell/rooms.ts";
import styles from "./StartPage.module.css";

export function Component(): ReactNode {
  const { t } = useTranslation();
  const { name } = useMe();
  return (
    <Page title={t("start.title")} lead={t("start.lead", { name })}>
      <ul className={styles["rooms"]}>
        {ROOMS.map(({ path, title, purpose }) => (
          <li key={path}>
            <h2><Link to={path}>{t(title)}</Link></h2>
            <p>{t(purpose)}</p>
          </li>
        ))}
      </ul>
    </Page>
  );
}
