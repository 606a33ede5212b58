/** The reminders I was told of: those I have not read first, and what each asks of me. */

import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "../design/Button.tsx";
import { Empty } from "../design/Empty.tsx";
import { Failure } from "../design/Failure.tsx";
import { Loading } from "../design/Loading.tsx";
import { More } from "../design/More.tsx";
import { Page, Part } from "../design/Page.tsx";
import { NoticeShown } from "./NoticeShown.tsx";
import styles from "./Notices.module.css";
import { HowItEnded } from "./HowItEnded.tsx";
import { type Notices, type NoticeTold, useAwaiting, useNotices } from "./reading.ts";
import { type Tell, type Told, useReadingUntil } from "./writing.ts";

export function Component(): ReactNode {
  const { t } = useTranslation();
  const [told, setTold] = useState<Told | null>(null);
  const [unread, read] = [useNotices(true), useNotices(false)];
  const isEmpty = rowsOf(unread)?.length === 0 && rowsOf(read)?.length === 0;
  return (
    <Page title={t("notices.title")} lead={t("notices.purpose")}>
      <HowItEnded told={told} />
      {isEmpty ? <None /> : (
        <>
          <List title={t("notices.unread")} none={t("notices.allIsRead")} of={unread} onTold={setTold} mayReadAll />
          {!!rowsOf(read)?.length && <List title={t("notices.read")} of={read} onTold={setTold} />}
        </>
      )}
    </Page>
  );
}

interface ListProps {
  title: string;
  /** What is said where there are none. */
  none?: string;
  of: Notices;
  onTold: Tell;
  mayReadAll?: boolean;
}

function List({ title, none, of, onTold, mayReadAll = false }: ListProps): ReactNode {
  const awaiting = useAwaiting();
  const rows = rowsOf(of);
  const newest = rows?.[0];
  return (
    <Part title={title} acts={mayReadAll && newest && <ReadAll newest={newest} onTold={onTold} />}>
      {of.isPending && <Loading />}
      {!rows && <Failure error={of.error} onRetry={() => void of.refetch()} />}
      {!!rows?.length && <Failure error={awaiting.data ? null : awaiting.error} onRetry={() => void awaiting.refetch()} />}
      {rows?.length === 0 && <p>{none}</p>}
      {!!rows?.length && (
        <ul className={styles["list"]}>
          {rows.map((each, at) => (
            <NoticeShown key={each.id} notice={each} awaits={awaiting.data?.[each.deadline]} isFirst={at === 0} onTold={onTold} />
          ))}
        </ul>
      )}
      <More of={of} />
    </Part>
  );
}

/** All until the newest one that is shown: what came meanwhile stays unread. */
function ReadAll({ newest, onTold }: { newest: NoticeTold; onTold: Tell }): ReactNode {
  const { t } = useTranslation();
  const reading = useReadingUntil(onTold);
  return <Button isBusy={reading.isBusy} onClick={() => { reading.send(newest); }}>{t("notices.readAll")}</Button>;
}

function None(): ReactNode {
  const { t } = useTranslation();
  return <Empty title={t("notices.none")}><p>{t("notices.noneWhy")}</p></Empty>;
}

function rowsOf(notices: Notices): readonly NoticeTold[] | undefined {
  return notices.data?.pages.flatMap((page) => page.results);
}
