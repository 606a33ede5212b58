/** Something to be noticed; and the place where the outcome of an act is read out. */

import type { ComponentProps, ReactNode } from "react";

import styles from "./Notice.module.css";

type Props = Omit<ComponentProps<"div">, "className"> & { kind?: "good" | "wrong" | "warn" };

export function Notice({ kind, ...rest }: Props): ReactNode {
  return <div {...rest} className={[styles["notice"], kind && styles[kind]].filter(Boolean).join(" ")} />;
}

/** It stands there before anything is said: a screen reader tells what changes in it. */
export function Outcome({ children }: { children?: ReactNode }): ReactNode {
  return <div role="status" className={styles["live"]}>{children}</div>;
}
