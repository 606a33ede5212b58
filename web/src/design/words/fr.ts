import type { Words } from "../../words/words.ts";

export const design: Words["design"] = {
  loading: "Un instant…",
  noAnswer: "Le helpdesk ne répond pas. Vérifiez votre connexion et réessayez.",
  noAnswerTyped: "Le helpdesk ne répond pas. Ce que vous avez saisi est toujours là. Vérifiez votre connexion et réessayez.",
  retry: "Réessayer",
  explained: "Ce que cela signifie",
  number: "Numéro de cette demande :",
  more: "Afficher plus",
  copy: "Copier",
  copied: "Copié.",
  notCopied: "La copie a échoué. Sélectionnez le texte et copiez-le vous-même.",
  cancel: "Annuler",
};
