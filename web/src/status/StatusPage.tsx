/** Whether the clockwork of the desk runs: first whether all is well, else what is wrong and what to do. */

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../design/Button.tsx";
import { Failure } from "../design/Failure.tsx";
import { Loading } from "../design/Loading.tsx";
import { Moment } from "../design/Moment.tsx";
import { Page, Part } from "../design/Page.tsx";
import { Table } from "../design/Table.tsx";
import { Runs } from "./Runs.tsx";
import { Verdict } from "./Verdict.tsx";
import { nameOfAlarm, nameOfWork } from "./names.ts";
import { type Alarm, type Status, useStatus } from "./reading.ts";

export function Component(): ReactNode {
  const { t } = useTranslation();
  const asked = useStatus();
  const look = (): void => void asked.refetch();
  return (
    <Page
      title={t("status.title")}
      lead={t("status.purpose")}
      acts={asked.data && <Button onClick={look}>{t("status.again")}</Button>}
    >
      {asked.isPending && <Loading />}
      <Failure error={asked.error} onRetry={look} />
      {asked.data && <Told status={asked.data} />}
    </Page>
  );
}

function Told({ status }: { status: Status }): ReactNode {
  const { t } = useTranslation();
  return (
    <>
      <Verdict status={status} />
      <p>{t("status.asOf")} <Moment at={status.as_of} /></p>
      <Part title={t("status.alarms")}><Alarms alarms={status.alarms} /></Part>
      <Part title={t("status.waiting")}><Waiting waiting={status.waiting} /></Part>
      <Part title={t("status.runs")}><Runs runs={status.runs} /></Part>
    </>
  );
}

function Alarms({ alarms }: { alarms: readonly Alarm[] }): ReactNode {
  const { t } = useTranslation();
  if (alarms.length === 0) return <p>{t("status.noAlarms")}</p>;
  const rows = alarms.map((each) => ({
    key: each.name,
    cells: [
      nameOfAlarm(t, each.name),
      <Moment at={each.began_at} />,
      each.told_at ? <Moment at={each.told_at} /> : t("status.notTold"),
    ],
  }));
  return <Table caption={t("status.alarms")} columns={[t("status.work"), t("status.since"), t("status.told")]} rows={rows} />;
}

function Waiting({ waiting }: { waiting: Status["waiting"] }): ReactNode {
  const { t } = useTranslation();
  const rows = Object.entries(waiting).map(([name, count]) => ({
    key: name,
    cells: [nameOfWork(t, name), count || t("status.nothing")],
  }));
  return <Table caption={t("status.waiting")} columns={[t("status.work"), t("status.count")]} rows={rows} />;
}
