/** Changing a webhook. What somebody else changed meanwhile is shown, and nothing typed is lost. */

import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";

import { type Answer, Refusal } from "../api/client.ts";
import { Failure } from "../design/Failure.tsx";
import { Loading } from "../design/Loading.tsx";
import { Page } from "../design/Page.tsx";
import { ChangedMeanwhile } from "./ChangedMeanwhile.tsx";
import { WebhookForm } from "./WebhookForm.tsx";
import { type Webhook, useWebhook } from "./reading.ts";
import { type Terms, useChanging } from "./writing.ts";

export function Component(): ReactNode {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const asked = useWebhook(id);
  const name = asked.data?.data.name;
  return (
    <Page
      title={name ? t("webhooks.changing", { name }) : t("webhooks.change")}
      lead={t("webhooks.changeLead")}
      back={{ to: `/webhooks/${id}`, words: name ?? t("webhooks.title") }}
    >
      {asked.isPending && <Loading />}
      {!asked.data && <Failure error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data && <Changing found={asked.data} />}
    </Page>
  );
}

const termsOf = ({ data: { name, url, events } }: Answer<Webhook>): Terms => ({ name, url, events });
const isSame = (one: Terms, other: Terms): boolean => JSON.stringify(one) === JSON.stringify(other);

function Changing({ found }: { found: Answer<Webhook> }): ReactNode {
  const { t } = useTranslation();
  const goTo = useNavigate();
  const page = `/webhooks/${found.data.id}`;
  // What she read when she began. It stays so, whatever the desk says meanwhile: her change stands on it.
  const [since, setSince] = useState(found);
  const [terms, setTerms] = useState(termsOf(found));
  const [taken, setTaken] = useState(0);
  const changing = useChanging(found.data.id, () => goTo(page, { state: { saved: true } }));
  const isMeanwhile = changing.error instanceof Refusal && changing.error.code === "changed_meanwhile";
  return (
    <WebhookForm
      // What she takes over is shown by a form that knows nothing of what was typed before.
      key={taken}
      isInPlace={taken > 0}
      terms={terms}
      onTerms={setTerms}
      onSend={() => { changing.send({ terms, since }); }}
      isBusy={changing.isBusy}
      error={isMeanwhile ? null : changing.error}
      does={t("webhooks.save")}
      back={page}
    >
      {isMeanwhile && (
        <ChangedMeanwhile
          id={found.data.id}
          onSaveOver={(now) => {
            setSince(now);
            changing.send({ terms, since: now });
          }}
          onTake={(now) => {
            setSince(now);
            setTerms(termsOf(now));
            setTaken(taken + 1);
            changing.reset();
          }}
          isSaved={(now) => isSame(termsOf(now), terms)}
          onSaved={() => void goTo(page, { state: { saved: true } })}
        />
      )}
    </WebhookForm>
  );
}
