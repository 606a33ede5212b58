import type { Words } from "../../words/words.ts";

export const start: Words["start"] = {
  title: "Start",
  lead: "Guten Tag, {{name}}. Womit möchten Sie weitermachen?",
};
