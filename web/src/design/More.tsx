/** The rest of a list, page by page; and what went wrong on the way to it. */

import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "./Button.tsx";
import { Failure } from "./Failure.tsx";

interface Asked {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  error: unknown;
  fetchNextPage: () => unknown;
}

export function More({ of }: { of: Asked }): ReactNode {
  const { t } = useTranslation();
  if (of.isFetchNextPageError) return <Failure error={of.error} onRetry={() => void of.fetchNextPage()} />;
  if (!of.hasNextPage) return null;
  return <div><Button isBusy={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>{t("design.more")}</Button></div>;
}
