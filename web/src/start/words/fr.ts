import type { Words } from "../../words/words.ts";

export const start: Words["start"] = {
  title: "Accueil",
  lead: "Bonjour {{name}}. Que souhaitez-vous faire ?",
};
