import type { Words } from "../../words/words.ts";

export const start: Words["start"] = {
  title: "Start",
  lead: "Dag {{name}}. Waar wilt u mee verder?",
};
