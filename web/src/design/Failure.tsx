/** What went wrong: in the words of the desk where it answered, else that it did not; and the way on. */

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Refusal } from "../api/client.ts";
import { signInAddress } from "../session/address.ts";
import { Button } from "./Button.tsx";
import styles from "./Failure.module.css";
import { Notice } from "./Notice.tsx";

interface Props {
  error: unknown;
  /** Asks the same again. Without it the way on is the button of the form that was sent, which is as it was. */
  onRetry?: (() => void) | undefined;
  /** Pointers that fields of the page show beside them; what else was refused is listed here. */
  shownBeside?: readonly string[];
}

export function Failure({ error, onRetry, shownBeside = [] }: Props): ReactNode {
  const { t } = useTranslation();
  if (!error) return null;
  return (
    <Notice kind="wrong" role="alert" tabIndex={-1} data-failure>
      {error instanceof Refusal ? (
        <Refused refusal={error} shownBeside={shownBeside} />
      ) : (
        <p>{t(onRetry ? "design.noAnswer" : "design.noAnswerTyped")}</p>
      )}
      {onRetry && isWorthAnotherTry(error) && <Button isSmall onClick={onRetry}>{t("design.retry")}</Button>}
    </Notice>
  );
}

function Refused({ refusal, shownBeside }: { refusal: Refusal; shownBeside: readonly string[] }): ReactNode {
  const { t } = useTranslation();
  const { problem } = refusal;
  const others = (problem.errors ?? []).filter((each) => !shownBeside.includes(each.pointer));
  return (
    <>
      <p><strong>{refusal.message}</strong></p>
      {others.length > 0 && (
        <ul className={styles["list"]}>
          {others.map((each) => <li key={each.pointer + each.code}>{each.detail}</li>)}
        </ul>
      )}
      {problem.status === 401 && <p><a href={signInAddress()} target="_blank" rel="noreferrer">{t("session.signInBeside")}</a></p>}
      <p className={styles["small"]}>
        <a href={refusal.page}>{t("design.explained")}</a> · {t("design.number")} <code>{problem.request_id}</code>
      </p>
    </>
  );
}

/** What the desk refused for good it refuses again; all else may pass. */
function isWorthAnotherTry(error: unknown): boolean {
  return !(error instanceof Refusal) || error.problem.status >= 500 || [401, 409, 429].includes(error.problem.status);
}
