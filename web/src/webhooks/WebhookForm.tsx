/** The form of a webhook, for making and for changing one. */

import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { type Problem, Refusal } from "../api/client.ts";
import { Button, ButtonLink } from "../design/Button.tsx";
import { Failure } from "../design/Failure.tsx";
import { TextField } from "../design/Field.tsx";
import { Buttons, Form } from "../design/Form.tsx";
import { EventChoice } from "./EventChoice.tsx";
import type { Terms } from "./writing.ts";

interface Props {
  terms: Terms;
  onTerms: (terms: Terms) => void;
  onSend: () => void;
  isBusy: boolean;
  error: unknown;
  /** The words on the button. */
  does: string;
  /** Where one goes who leaves it. */
  back: string;
  isInPlace?: boolean;
  /** What stands between the fields and the button. */
  children?: ReactNode;
}

export function WebhookForm({ terms, onTerms, onSend, isBusy, error, does, back, isInPlace = false, children }: Props): ReactNode {
  const { t } = useTranslation();
  const refused = error instanceof Refusal ? error : undefined;
  const [sent, setSent] = useState(terms.events);
  const ofUrl = refused?.problem.errors?.find(({ pointer }) => pointer === "#/url");
  const ofEvents = refused?.problem.errors?.filter(({ pointer }) => /^#\/events(\/|$)/.test(pointer)) ?? [];
  const beside = ["#/name", "#/url", ...ofEvents.map(({ pointer }) => pointer)];
  const isAllBeside = refused?.problem.errors?.length && refused.problem.errors.every(({ pointer }) => beside.includes(pointer));
  return (
    <Form
      error={error}
      isInPlace={isInPlace}
      onSend={() => {
        setSent(terms.events);
        onSend();
      }}
    >
      <TextField
        label={t("webhooks.name")}
        hint={t("webhooks.nameHint")}
        wrong={refused?.at("#/name")}
        value={terms.name}
        maxLength={120}
        onValue={(name) => { onTerms({ ...terms, name }); }}
      />
      <TextField
        label={t("webhooks.address")}
        hint={t("webhooks.addressHint")}
        // The desk says why in a word for programs; here it is said what an address must be.
        wrong={ofUrl?.code === "webhook_address_refused" ? t("webhooks.addressRefused") : ofUrl?.detail}
        type="url"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        value={terms.url}
        maxLength={500}
        onValue={(url) => { onTerms({ ...terms, url }); }}
      />
      <EventChoice
        chosen={terms.events}
        onChosen={(events) => { onTerms({ ...terms, events }); }}
        wrong={wrongWith(ofEvents, sent, t("webhooks.eventsNone"))}
      />
      {children}
      {!isAllBeside && <Failure error={error} shownBeside={beside} />}
      <Buttons>
        <Button type="submit" kind="first" isBusy={isBusy}>{does}</Button>
        <ButtonLink to={back}>{t("design.cancel")}</ButtonLink>
      </Buttons>
    </Form>
  );
}

/** What was refused of the events that were sent; each is named, for a pointer only counts them. */
function wrongWith(refused: NonNullable<Problem["errors"]>, events: readonly string[], none: string): string | undefined {
  if (refused.length === 0) return undefined;
  if (events.length === 0) return none;
  return refused
    .map(({ pointer, detail }) => {
      const event = events[Number(pointer.split("/")[2] ?? NaN)];
      return event ? `${event}: ${detail}` : detail;
    })
    .join(" ");
}
