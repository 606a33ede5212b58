import type { Words } from "../../words/words.ts";

export const design: Words["design"] = {
  loading: "Een ogenblik…",
  noAnswer: "De desk antwoordt niet. Kijk uw verbinding na en probeer opnieuw.",
  noAnswerTyped: "De desk antwoordt niet. Wat u hebt ingevuld, staat er nog. Kijk uw verbinding na en probeer opnieuw.",
  retry: "Opnieuw proberen",
  explained: "Wat dit betekent",
  number: "Nummer van deze aanvraag:",
  more: "Meer tonen",
  copy: "Kopiëren",
  copied: "Gekopieerd.",
  notCopied: "Kopiëren lukte niet. Selecteer de tekst en kopieer ze zelf.",
  cancel: "Annuleren",
};
