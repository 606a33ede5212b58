/** Nothing is here yet: what would be, and how it comes. */

import type { ReactNode } from "react";

import styles from "./Empty.module.css";

export function Empty({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <section className={styles["empty"]}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
