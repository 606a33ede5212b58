/** The desk as the pages ask it, in the language they are read in. */

import { createContext, use } from "react";

import type { Desk } from "../api/client.ts";

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = use(DeskContext);
  if (!desk) throw new Error("Only pages within the session ask the desk.");
  return desk;
}
