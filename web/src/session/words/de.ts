import type { Words } from "../../words/words.ts";

export const session: Words["session"] = {
  signOut: "Abmelden",
  signInBeside: "Erneut anmelden, in einem anderen Tab",
  ended: "Sie sind nicht mehr angemeldet. Melden Sie sich in einem anderen Tab erneut an und machen Sie hier weiter: Ihre Eingaben sind noch da.",
  signedInAs: "Angemeldet als {{name}}",
};
