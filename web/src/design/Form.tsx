/** A form whose refusals are met: the focus goes to the first field that was refused, else to what is said of all. */

import { type ReactNode, useEffect, useRef } from "react";

import styles from "./Form.module.css";

interface Props {
  onSend: () => void;
  /** What went wrong when it was last sent. */
  error: unknown;
  children: ReactNode;
  label?: string;
  /** It took the place of another form: then its first field takes the focus. */
  isInPlace?: boolean;
}

export function Form({ onSend, error, children, label, isInPlace = false }: Props): ReactNode {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>("[aria-invalid=true], [data-failure]")?.focus();
  }, [error]);
  useEffect(() => {
    if (isInPlace) form.current?.querySelector("input")?.focus();
  }, [isInPlace]);
  return (
    <form
      ref={form}
      className={styles["form"]}
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      {children}
    </form>
  );
}

export function Buttons({ children }: { children: ReactNode }): ReactNode {
  return <div className={styles["buttons"]}>{children}</div>;
}
