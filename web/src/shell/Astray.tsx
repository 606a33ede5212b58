/** The pages for an address that leads nowhere, and for a page that could not be shown. */

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ButtonLink, Button } from "../design/Button.tsx";
import { Page } from "../design/Page.tsx";

export function NotFound(): ReactNode {
  const { t } = useTranslation();
  return (
    <Page title={t("shell.notFound")} lead={t("shell.notFoundWay")}>
      <p><ButtonLink to="/">{t("shell.toStart")}</ButtonLink></p>
    </Page>
  );
}

/** Most often a part of the client that is no longer there, because the desk was renewed since the page was opened. */
export function Broken(): ReactNode {
  const { t } = useTranslation();
  return (
    <Page title={t("shell.broken")} lead={t("shell.brokenWay")}>
      <p><Button kind="first" onClick={() => { location.reload(); }}>{t("shell.reload")}</Button></p>
    </Page>
  );
}
