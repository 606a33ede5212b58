/** Making a webhook; then its secret, which is shown this once. */

import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { ButtonLink } from "../design/Button.tsx";
import { Page } from "../design/Page.tsx";
import { SecretShown } from "./SecretShown.tsx";
import { WebhookForm } from "./WebhookForm.tsx";
import { type Terms, type WithSecret, useMaking } from "./writing.ts";

export function Component(): ReactNode {
  const { t } = useTranslation();
  const [terms, setTerms] = useState<Terms>({ name: "", url: "", events: [] });
  const making = useMaking();
  if (making.given) return <Made made={making.given} />;
  return (
    <Page title={t("webhooks.make")} back={{ to: "/webhooks", words: t("webhooks.toList") }}>
      <WebhookForm
        terms={terms}
        onTerms={setTerms}
        onSend={() => { making.send(terms); }}
        isBusy={making.isBusy}
        error={making.error}
        does={t("webhooks.make")}
        back="/webhooks"
      />
    </Page>
  );
}

function Made({ made: { webhook, secret } }: { made: WithSecret }): ReactNode {
  const { t } = useTranslation();
  return (
    <Page title={t("webhooks.made")} isInPlace>
      <SecretShown secret={secret} />
      <p>
        <ButtonLink kind="first" to={`/webhooks/${webhook.id}`}>{t(secret ? "webhooks.kept" : "webhooks.onward")}</ButtonLink>
      </p>
    </Page>
  );
}
