/** A button that copies a text. Where the browser forbids it, it says so, and the text can be selected. */

import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import { Button } from "./Button.tsx";
import { Outcome } from "./Notice.tsx";

export function Copy({ text }: { text: string }): ReactNode {
  const { t } = useTranslation();
  const [said, setSaid] = useState("");
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(t("design.copied"));
    } catch {
      setSaid(t("design.notCopied"));
    }
  }
  return (
    <>
      <Button onClick={() => void copy()}>{t("design.copy")}</Button>
      <Outcome>{said}</Outcome>
    </>
  );
}
