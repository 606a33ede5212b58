/** Ends the session. */

import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { tokenOfBrowser } from "../api/client.ts";
import { Button } from "../design/Button.tsx";
import { signOut } from "../session/leaving.ts";

export function SignOut(): ReactNode {
  const { t } = useTranslation();
  const leaving = useMutation({ mutationFn: () => signOut(tokenOfBrowser()) });
  return (
    <>
      <span role="alert">{leaving.isError && t("design.noAnswer")}</span>
      <Button isSmall isBusy={leaving.isPending} onClick={() => { leaving.mutate(); }}>{t("session.signOut")}</Button>
    </>
  );
}
