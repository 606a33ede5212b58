/** It was changed meanwhile: how it stands now, beside what is still typed, and the two ways on. */

import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { Answer } from "../api/client.ts";
import { Button } from "../design/Button.tsx";
import { Facts } from "../design/Facts.tsx";
import { Failure } from "../design/Failure.tsx";
import { Buttons } from "../design/Form.tsx";
import { Loading } from "../design/Loading.tsx";
import { Notice } from "../design/Notice.tsx";
import { Heard } from "./Heard.tsx";
import { type Webhook, useStandingNow } from "./reading.ts";

interface Props {
  id: string;
  onSaveOver: (now: Answer<Webhook>) => void;
  onTake: (now: Answer<Webhook>) => void;
  /** What stands now is what was sent: the answer to an earlier try was lost. */
  isSaved: (now: Answer<Webhook>) => boolean;
  onSaved: () => void;
}

export function ChangedMeanwhile({ id, onSaveOver, onTake, isSaved, onSaved }: Props): ReactNode {
  const { t } = useTranslation();
  const here = useRef<HTMLDivElement>(null);
  const { data: now, error, refetch } = useStandingNow(id);
  const wasSaved = now !== undefined && isSaved(now);
  useEffect(() => {
    if (wasSaved) onSaved();
    else if (now) here.current?.focus();
    // Once, when the desk has said how it stands.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [now]);
  if (!now) return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading />;
  const { name, url, events } = now.data;
  return (
    <Notice kind="warn" role="alert" tabIndex={-1} ref={here}>
      <p>{t("webhooks.meanwhile")}</p>
      <Facts of={[[t("webhooks.name"), name], [t("webhooks.address"), url], [t("webhooks.hears"), <Heard events={events} />]]} />
      <Buttons>
        <Button onClick={() => { onSaveOver(now); }}>{t("webhooks.saveOver")}</Button>
        <Button onClick={() => { onTake(now); }}>{t("webhooks.takeTheirs")}</Button>
      </Buttons>
    </Notice>
  );
}
