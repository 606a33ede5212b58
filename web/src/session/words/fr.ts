import type { Words } from "../../words/words.ts";

export const session: Words["session"] = {
  signOut: "Se déconnecter",
  signInBeside: "Se reconnecter, dans un autre onglet",
  ended: "Votre session est terminée. Reconnectez-vous dans un autre onglet, puis continuez ici : ce que vous avez saisi est toujours là.",
  signedInAs: "Session de {{name}}",
};
