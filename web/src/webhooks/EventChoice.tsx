/** The choice of events: everything, or kind by kind all of it or single ones, and what has no words here. */

import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";

import { TextField } from "../design/Field.tsx";
import styles from "./Webhooks.module.css";
import { EVERYTHING, KINDS, type Kind, allOf, othersIn, verbsOf, withChoice, withOthers } from "./events.ts";

interface Props {
  chosen: readonly string[];
  onChosen: (events: string[]) => void;
  wrong: string | undefined;
}

export function EventChoice({ chosen, onChosen, wrong }: Props): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  const isAll = chosen.includes(EVERYTHING);
  // What was chosen before "everything" comes back with "what I choose".
  const [before, setBefore] = useState<string[]>([]);
  const [others, setOthers] = useState(othersIn(chosen).join(" "));
  const radio = (words: string, is: boolean, choose: () => void): ReactNode => (
    <label className={styles["box"]}>
      <input type="radio" name={id} checked={is} onChange={choose} />
      {words}
    </label>
  );
  return (
    <fieldset className={styles["choice"]} aria-describedby={wrong && `${id}-wrong`}>
      <legend>{t("webhooks.events")}</legend>
      {wrong && <p id={`${id}-wrong`} className={styles["wrongly"]} tabIndex={-1} data-failure>{wrong}</p>}
      <div>
        {radio(t("webhooks.someChosen"), !isAll, () => { onChosen(before); })}
        {radio(t("webhooks.everythingChosen"), isAll, () => {
          setBefore([...chosen]);
          onChosen([EVERYTHING]);
        })}
      </div>
      {!isAll && (
        <>
          <div className={styles["kinds"]}>
            {KINDS.map((kind) => <KindChoice key={kind} kind={kind} chosen={chosen} onChosen={onChosen} />)}
          </div>
          <TextField
            label={t("webhooks.others")}
            hint={t("webhooks.othersHint")}
            value={others}
            spellCheck={false}
            autoCapitalize="none"
            onValue={(words) => {
              setOthers(words);
              onChosen(withOthers(chosen, words));
            }}
          />
        </>
      )}
    </fieldset>
  );
}

function KindChoice({ kind, chosen, onChosen }: Omit<Props, "wrong"> & { kind: Kind }): ReactNode {
  const { t } = useTranslation();
  const isAll = chosen.includes(allOf(kind));
  const verbs = verbsOf(kind);
  const count = verbs.filter((verb) => chosen.includes(verb)).length;
  // Open from the beginning where something is chosen in it; from then on as she leaves it.
  const [isOpen] = useState(count > 0);
  const box = (event: string, words: string): ReactNode => (
    <label key={event} className={styles["box"]}>
      <input
        type="checkbox"
        checked={chosen.includes(event)}
        onChange={(change) => { onChosen(withChoice(chosen, event, change.target.checked)); }}
      />
      {words}
    </label>
  );
  return (
    <fieldset className={styles["kind"]}>
      <legend>{t(`webhooks.groups.${kind}`)}</legend>
      {box(allOf(kind), t("webhooks.allOf"))}
      {!isAll && (
        <details className={styles["singles"]} open={isOpen}>
          <summary>{t("webhooks.single")}{count > 0 && ` · ${t("webhooks.chosen", { count })}`}</summary>
          {verbs.map((verb) => box(verb, t(`webhooks.acts.${verb}`)))}
        </details>
      )}
    </fieldset>
  );
}
