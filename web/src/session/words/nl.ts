import type { Words } from "../../words/words.ts";

export const session: Words["session"] = {
  signOut: "Afmelden",
  signInBeside: "Opnieuw aanmelden, in een ander tabblad",
  ended: "U bent niet meer aangemeld. Meld u opnieuw aan in een ander tabblad en ga hier verder: wat u hebt ingevuld, staat er nog.",
  signedInAs: "Aangemeld als {{name}}",
};
