/** What each piece of the clockwork did in the last two hours. */

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Moment } from "../design/Moment.tsx";
import { Table } from "../design/Table.tsx";
import { nameOfRun } from "./names.ts";
import { type Piece, type Run, piecesOf } from "./runs.ts";

export function Runs({ runs }: { runs: readonly Run[] }): ReactNode {
  const { t } = useTranslation();
  const pieces = piecesOf(runs);
  if (pieces.length === 0) return <p>{t("status.noRuns")}</p>;
  const columns = [t("status.run"), t("status.lastAt"), t("status.times"), t("status.failures")];
  const rows = pieces.map((each) => ({
    key: each.name,
    cells: [
      nameOfRun(t, each.name),
      each.last_at ? <Moment at={each.last_at} /> : t("status.never"),
      t("status.ended", { count: each.times, done: each.done }),
      <Failures of={each} />,
    ],
  }));
  return <Table caption={t("status.runs")} columns={columns} rows={rows} />;
}

function Failures({ of: { failures, last_error } }: { of: Piece }): ReactNode {
  const { t } = useTranslation();
  return failures > 0 ? t("status.failed", { count: failures, error: last_error }) : 0;
}
