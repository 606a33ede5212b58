/** All is well; or what is wrong, each with what to do about it. */

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Notice, Outcome } from "../design/Notice.tsx";
import { momentIn } from "../words/times.ts";
import styles from "./Status.module.css";
import { isWork, nameOfRun, nameOfWork } from "./names.ts";
import type { Finding, Status } from "./reading.ts";

/** It is read out when it changes. */
export function Verdict({ status }: { status: Status }): ReactNode {
  const { t } = useTranslation();
  return (
    <Outcome>
      {status.is_well ? (
        <Notice kind="good"><h2>{t("status.well")}</h2><p>{t("status.wellWhy")}</p></Notice>
      ) : (
        <Notice kind="wrong">
          <h2>{t("status.ill")}</h2>
          <ul className={styles["findings"]}>
            {status.findings.map((each) => <li key={each.code + each.about}><Found finding={each} /></li>)}
          </ul>
        </Notice>
      )}
    </Outcome>
  );
}

function Found({ finding }: { finding: Finding }): ReactNode {
  const [what, toDo] = useWordsOf(finding);
  return <><p><strong>{what}</strong></p><p>{toDo}</p></>;
}

function useWordsOf({ code, about, since, count }: Finding): [what: string, toDo: string] {
  const { t, i18n } = useTranslation();
  if (code === "run_late" && since) {
    const moment = momentIn(i18n.language, since);
    return [t("status.late", { run: nameOfRun(t, about), moment }), t("status.lateDo")];
  }
  if (code === "digests_missed") return [t("status.missed", { count, week: about }), t("status.missedDo")];
  if (isWork(about)) return [`${nameOfWork(t, about)}: ${count}`, t(`status.toDo.${about}`)];
  return [t("status.unknown", { code, about }), t("status.unknownDo")];
}
