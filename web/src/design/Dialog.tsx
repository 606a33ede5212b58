/** A question before an act. The browser keeps the focus in it and gives it back afterwards; Escape closes it. */

import { type ReactNode, useId, useLayoutEffect, useRef } from "react";

import styles from "./Dialog.module.css";

interface Props {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

export function Dialog({ title, onClose, children }: Props): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  // Closed before it is taken out of the page: else the browser does not give the focus back.
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => { shown?.close(); };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles["dialog"]}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className={styles["inside"]}>
        <h2 id={id} tabIndex={-1}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}
