/** A day, in the reader's language. */

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { dayIn } from "../words/times.ts";

export function Day({ on }: { on: string }): ReactNode {
  const { i18n } = useTranslation();
  return <time dateTime={on}>{dayIn(i18n.language, on)}</time>;
}
