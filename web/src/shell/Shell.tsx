/** What stands around every page: the way to the content, the rooms, the language, the way out. */

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, NavLink, Outlet, ScrollRestoration } from "react-router";

import { signInAddress } from "../session/address.ts";
import { Notice } from "../design/Notice.tsx";
import { Session } from "../session/Session.tsx";
import { useDesk } from "../session/desk.ts";
import { isSignedOut, useAskedMe, useMe } from "../session/me.ts";
import { LanguageChoice } from "./LanguageChoice.tsx";
import styles from "./Shell.module.css";
import { SignOut } from "./SignOut.tsx";
import { ROOMS } from "./rooms.ts";

export function Shell({ children = <Outlet /> }: { children?: ReactNode }): ReactNode {
  const { t } = useTranslation();
  return (
    <Session>
      <a className={styles["skip"]} href="#main">{t("shell.toContent")}</a>
      <header className={styles["head"]}>
        <Link className={styles["desk"]} to="/">{t("shell.desk")}</Link>
        <Rooms />
        <Mine />
      </header>
      <SignedOutMeanwhile />
      <main id="main" tabIndex={-1} className={styles["main"]}>{children}</main>
      <ScrollRestoration />
    </Session>
  );
}

function Rooms(): ReactNode {
  const { t } = useTranslation();
  return (
    <nav aria-label={t("shell.rooms")}>
      <ul className={styles["rooms"]}>
        {ROOMS.map((room) => (
          <li key={room.path}>
            <NavLink to={room.path}>{t(room.title)}{"counts" in room && <Count of={room.counts} />}</NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** How much waits for her in a room. It is quiet: it changes without being read out. */
function Count({ of }: { of: "unread_notices" }): ReactNode {
  const { t } = useTranslation();
  const count = useMe()[of];
  if (count === 0) return null;
  return (
    <>
      {" "}
      <span className={styles["count"]} aria-hidden>{count}</span>
      <span className={styles["hidden"]}>{t("shell.unread", { count })}</span>
    </>
  );
}

function Mine(): ReactNode {
  const { t } = useTranslation();
  const { name } = useMe();
  return (
    <div className={styles["mine"]}>
      <span className={styles["name"]}>
        <span className={styles["hidden"]}>{t("session.signedInAs", { name })}</span>
        <span aria-hidden>{name}</span>
      </span>
      <LanguageChoice />
      <SignOut />
    </div>
  );
}

/** The session ended while a page was open. Nothing is taken away: something may stand in a form. */
function SignedOutMeanwhile(): ReactNode {
  const { t } = useTranslation();
  const { error } = useAskedMe(useDesk());
  return (
    <div role="status">
      {isSignedOut(error) && (
        <div className={styles["banner"]}>
          <Notice kind="warn">
            <p>{t("session.ended")}</p>
            <a href={signInAddress()} target="_blank" rel="noreferrer">{t("session.signInBeside")}</a>
          </Notice>
        </div>
      )}
    </div>
  );
}
