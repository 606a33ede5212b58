/** My webhooks: where they lead, what they hear of, and whether they are on. */

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";

import { ButtonLink } from "../design/Button.tsx";
import { Empty } from "../design/Empty.tsx";
import { Failure } from "../design/Failure.tsx";
import { Loading } from "../design/Loading.tsx";
import { More } from "../design/More.tsx";
import { Notice } from "../design/Notice.tsx";
import { Page } from "../design/Page.tsx";
import { Table } from "../design/Table.tsx";
import { Heard } from "./Heard.tsx";
import { StateOfWebhook } from "./State.tsx";
import styles from "./Webhooks.module.css";
import { type Webhook, useWebhooks } from "./reading.ts";

export function Component(): ReactNode {
  const { t } = useTranslation();
  const asked = useWebhooks();
  const webhooks = asked.data?.pages.flatMap((page) => page.results);
  const make = <ButtonLink kind="first" to="/webhooks/new">{t("webhooks.make")}</ButtonLink>;
  return (
    <Page title={t("webhooks.title")} lead={t("webhooks.purpose")} acts={!!webhooks?.length && make}>
      <Removed />
      {asked.isPending && <Loading />}
      {!webhooks && <Failure error={asked.error} onRetry={() => void asked.refetch()} />}
      {webhooks?.length === 0 && <None>{make}</None>}
      {!!webhooks?.length && <Webhooks webhooks={webhooks} />}
      <More of={asked} />
    </Page>
  );
}

function Webhooks({ webhooks }: { webhooks: readonly Webhook[] }): ReactNode {
  const { t } = useTranslation();
  const rows = webhooks.map((each) => ({
    key: each.id,
    cells: [
      <>
        <Link className={styles["name"]} to={`/webhooks/${each.id}`}>{each.name}</Link>
        <div className={styles["address"]}>{each.url}</div>
      </>,
      <StateOfWebhook webhook={each} />,
      <Heard events={each.events} />,
    ],
  }));
  return <Table caption={t("webhooks.list")} columns={[t("webhooks.name"), t("webhooks.state"), t("webhooks.hears")]} rows={rows} />;
}

function None({ children }: { children: ReactNode }): ReactNode {
  const { t } = useTranslation();
  return (
    <Empty title={t("webhooks.none")}>
      <p>{t("webhooks.noneWhy")}</p>
      <p><a href="/docs/#/Webhooks">{t("webhooks.docs")}</a></p>
      {children}
    </Empty>
  );
}

/** Said once, to who comes from removing one. */
function Removed(): ReactNode {
  const { t } = useTranslation();
  const came = useLocation().state as { removed?: string } | null;
  return came?.removed && <Notice kind="good"><p>{t("webhooks.removed", { name: came.removed })}</p></Notice>;
}
