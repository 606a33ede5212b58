/** A field with its name, what to know before one fills it in, and what was wrong with it. */

import { type ComponentProps, type ReactNode, useId } from "react";

import styles from "./Field.module.css";

export interface Said {
  label: string;
  hint?: ReactNode;
  /** What the desk refused, beside the field it refused. */
  wrong?: string | undefined;
}

interface Marks {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
  className: string | undefined;
}

/** Any one input: `children` is given what ties it to its words. */
export function Field({ label, hint, wrong, children }: Said & { children: (marks: Marks) => ReactNode }): ReactNode {
  const id = useId();
  const told = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(" ");
  return (
    <div className={styles["field"]}>
      <label className={styles["label"]} htmlFor={id}>{label}</label>
      {hint && <p className={styles["hint"]} id={`${id}-hint`}>{hint}</p>}
      {children({
        id,
        "aria-describedby": told || undefined,
        "aria-invalid": wrong ? true : undefined,
        className: styles["input"],
      })}
      {wrong && <p className={styles["wrong"]} id={`${id}-wrong`}>{wrong}</p>}
    </div>
  );
}

type TextProps = Said & Omit<ComponentProps<"input">, "onChange" | "value" | "id" | "className"> & {
  value: string;
  onValue: (value: string) => void;
};

export function TextField({ label, hint, wrong, value, onValue, ...rest }: TextProps): ReactNode {
  return (
    <Field label={label} hint={hint} wrong={wrong}>
      {(marks) => <input {...rest} {...marks} value={value} onChange={(event) => { onValue(event.target.value); }} />}
    </Field>
  );
}

type SelectProps = Said & { value: string; onValue: (value: string) => void; choices: readonly (readonly [string, string])[] };

/** One of a few; each choice is its value and its words. */
export function SelectField({ label, hint, wrong, value, onValue, choices }: SelectProps): ReactNode {
  return (
    <Field label={label} hint={hint} wrong={wrong}>
      {(marks) => (
        <select
          {...marks}
          className={[styles["input"], styles["short"]].join(" ")}
          value={value}
          onChange={(event) => { onValue(event.target.value); }}
        >
          {choices.map(([each, words]) => <option key={each} value={each}>{words}</option>)}
        </select>
      )}
    </Field>
  );
}
