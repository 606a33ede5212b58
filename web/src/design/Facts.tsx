/** What is so of one thing: names and what they stand for. */

import { Fragment, type ReactNode } from "react";

import styles from "./Facts.module.css";

export function Facts({ of }: { of: readonly (readonly [name: string, value: ReactNode])[] }): ReactNode {
  return (
    <dl className={styles["facts"]}>
      {of.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
