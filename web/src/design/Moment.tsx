/** A moment, in the reader's language and on her clock. */

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { momentIn } from "../words/times.ts";

export function Moment({ at }: { at: string }): ReactNode {
  const { i18n } = useTranslation();
  return <time dateTime={at}>{momentIn(i18n.language, at)}</time>;
}
