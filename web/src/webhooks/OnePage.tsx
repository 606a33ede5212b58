/** One webhook: how it stands, what can be done with it, and what was sent. */

import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useParams } from "react-router";

import type { Answer } from "../api/client.ts";
import { ButtonLink } from "../design/Button.tsx";
import { Facts } from "../design/Facts.tsx";
import { Failure } from "../design/Failure.tsx";
import { Loading } from "../design/Loading.tsx";
import { Moment } from "../design/Moment.tsx";
import { Notice } from "../design/Notice.tsx";
import { Page } from "../design/Page.tsx";
import { momentIn } from "../words/times.ts";
import { Acts } from "./Acts.tsx";
import { Heard } from "./Heard.tsx";
import { Log } from "./Log.tsx";
import { Rotated } from "./Rotate.tsx";
import { StateOfWebhook } from "./State.tsx";
import { SwitchedOff } from "./SwitchedOff.tsx";
import { type Webhook, useWebhook } from "./reading.ts";

export function Component(): ReactNode {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const asked = useWebhook(id);
  const [secret, setSecret] = useState<string | null>(null);
  const [hasKept, setHasKept] = useState(false);
  const found = asked.data;
  const keep = (): void => {
    setSecret(null);
    setHasKept(true);
  };
  if (found && secret !== null) return <Rotated secret={secret} onKept={keep} />;
  return (
    <Page
      title={found?.data.name ?? t("webhooks.title")}
      isInPlace={hasKept}
      back={{ to: "/webhooks", words: t("webhooks.toList") }}
      acts={found && <ButtonLink to={`/webhooks/${id}/change`}>{t("webhooks.change")}</ButtonLink>}
    >
      <Saved />
      {asked.isPending && <Loading />}
      {!found && <Failure error={asked.error} onRetry={() => void asked.refetch()} />}
      {found && <One found={found} onSecret={setSecret} />}
    </Page>
  );
}

function One({ found, onSecret }: { found: Answer<Webhook>; onSecret: (secret: string) => void }): ReactNode {
  const [replayFrom, setReplayFrom] = useState<string | null>(null);
  const webhook = found.data;
  return (
    <>
      <SwitchedOff webhook={webhook} />
      <Terms webhook={webhook} />
      <Acts found={found} onSecret={onSecret} replayFrom={replayFrom} onReplayFrom={setReplayFrom} />
      <Log id={webhook.id} onReplayFrom={setReplayFrom} />
    </>
  );
}

function Terms({ webhook }: { webhook: Webhook }): ReactNode {
  const { t, i18n } = useTranslation();
  const [now] = useState(() => Date.now());
  const former = webhook.former_secret_until;
  const facts: [string, ReactNode][] = [
    [t("webhooks.state"), <StateOfWebhook webhook={webhook} />],
    [t("webhooks.address"), webhook.url],
    [t("webhooks.hears"), <Heard events={webhook.events} />],
    [t("webhooks.madeAt"), <Moment at={webhook.created_at} />],
  ];
  if (former && Date.parse(former) > now) {
    facts.push([t("webhooks.formerUntil"), t("webhooks.formerUntilWhy", { moment: momentIn(i18n.language, former) })]);
  }
  return <Facts of={facts} />;
}

/** Said once, to who comes from changing it. */
function Saved(): ReactNode {
  const { t } = useTranslation();
  const came = useLocation().state as { saved?: boolean } | null;
  return came?.saved && <Notice kind="good"><p>{t("webhooks.saved")}</p></Notice>;
}
