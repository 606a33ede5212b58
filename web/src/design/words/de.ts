import type { Words } from "../../words/words.ts";

export const design: Words["design"] = {
  loading: "Einen Augenblick…",
  noAnswer: "Der Helpdesk antwortet nicht. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.",
  noAnswerTyped: "Der Helpdesk antwortet nicht. Ihre Eingaben sind noch da. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.",
  retry: "Erneut versuchen",
  explained: "Was das bedeutet",
  number: "Nummer dieser Anfrage:",
  more: "Mehr anzeigen",
  copy: "Kopieren",
  copied: "Kopiert.",
  notCopied: "Das Kopieren ist nicht gelungen. Markieren Sie den Text und kopieren Sie ihn selbst.",
  cancel: "Abbrechen",
};
