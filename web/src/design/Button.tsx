/** A button, and a link that looks like one. */

import type { ComponentProps, ReactNode } from "react";
import { Link } from "react-router";

import styles from "./Button.module.css";

interface Looks {
  /** `first`: what one came for. `grave`: what cannot be undone. */
  kind?: "first" | "grave" | undefined;
  isSmall?: boolean | undefined;
}

type ButtonProps = Looks & Omit<ComponentProps<"button">, "className" | "disabled"> & {
  /** While it works a press does nothing; the focus stays where it is. */
  isBusy?: boolean;
};

function looks({ kind, isSmall }: Looks): string {
  return [styles["button"], kind && styles[kind], isSmall && styles["small"]].filter(Boolean).join(" ");
}

export function Button({ kind, isSmall, isBusy = false, type = "button", onClick, ...rest }: ButtonProps): ReactNode {
  return (
    <button
      {...rest}
      type={type}
      className={looks({ kind, isSmall })}
      aria-disabled={isBusy || undefined}
      onClick={(event) => {
        if (isBusy) event.preventDefault();
        else onClick?.(event);
      }}
    />
  );
}

export function ButtonLink({ kind, isSmall, ...rest }: Looks & ComponentProps<typeof Link>): ReactNode {
  return <Link {...rest} className={looks({ kind, isSmall })} />;
}
