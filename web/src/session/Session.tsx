/** All that hangs below it is for who is signed in, in her language. */

import { type ReactNode, useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";

import { deskFor } from "../api/client.ts";
import { Failure } from "../design/Failure.tsx";
import { Loading } from "../design/Loading.tsx";
import type { Language } from "../words/languages.ts";
import { speakAs } from "../words/speaking.ts";
import { DeskContext } from "./desk.ts";
import { MeContext, isSignedOut, useAskedMe } from "./me.ts";

/** What she has not read is counted there. */
const ANEW_MILLISECONDS = 60_000;

export function Session({ children }: { children: ReactNode }): ReactNode {
  const { i18n } = useTranslation();
  const desk = useMemo(() => deskFor({ language: i18n.language as Language }), [i18n.language]);
  const { data: me, error, refetch } = useAskedMe(desk, ANEW_MILLISECONDS);
  const hers = me?.language;
  useEffect(() => {
    // Where her words cannot be fetched, those of the browser stay.
    if (hers) speakAs(hers).catch(() => undefined);
  }, [hers]);

  if (me) {
    return <DeskContext value={desk}><MeContext value={me}>{children}</MeContext></DeskContext>;
  }
  // Without a session one is on the way to the sign-in page.
  if (!error || isSignedOut(error)) return <main><Loading /></main>;
  return <main><Failure error={error} onRetry={() => void refetch()} /></main>;
}
