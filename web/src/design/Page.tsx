/** A page: its title in the window and on top, with the focus on it when one comes from another page. */

import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";

import styles from "./Page.module.css";

interface Props {
  title: string;
  /** A sentence on what the page is for. */
  lead?: ReactNode;
  /** The page it hangs below. */
  back?: { to: string; words: string };
  acts?: ReactNode;
  /** It took the place of another page at the same address: then too its heading takes the focus. */
  isInPlace?: boolean;
  children?: ReactNode;
}

export function Page({ title, lead, back, acts, isInPlace = false, children }: Props): ReactNode {
  const { t } = useTranslation();
  const heading = useFocusWhenArriving(isInPlace);
  return (
    <div className={styles["page"]}>
      <title>{`${title} · ${t("shell.desk")}`}</title>
      <div className={styles["head"]}>
        {back && <p className={styles["back"]}><Link to={back.to}>{back.words}</Link></p>}
        <div className={styles["line"]}>
          <h1 ref={heading} tabIndex={-1}>{title}</h1>
          {acts}
        </div>
        {lead && <p className={styles["lead"]}>{lead}</p>}
      </div>
      {children}
    </div>
  );
}

/** A part of a page, under a heading of its own. */
export function Part({ title, acts, children }: { title: string; acts?: ReactNode; children: ReactNode }): ReactNode {
  return (
    <section className={styles["part"]}>
      <div className={styles["line"]}>
        <h2>{title}</h2>
        {acts}
      </div>
      {children}
    </section>
  );
}

function useFocusWhenArriving(isInPlace: boolean): React.RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  const { key, pathname } = useLocation();
  // The first page of a visit has the key "default": there the browser itself says where one is.
  const hasCome = key !== "default" || isInPlace;
  useEffect(() => {
    if (hasCome) heading.current?.focus();
    // Only another page is an arrival; a search or a fragment on the same one is not.
  }, [pathname, hasCome]);
  return heading;
}
