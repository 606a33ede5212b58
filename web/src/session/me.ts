/** Who is signed in. */

import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { createContext, use } from "react";

import { type Desk, Refusal, answered } from "../api/client.ts";
import type { components } from "../api/schema.d.ts";

export type Me = components["schemas"]["MeOut"];

export const ME = ["me"] as const;
export const MeContext = createContext<Me | null>(null);

export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error("Nobody is signed in outside the session.");
  return me;
}

/** `every` so many milliseconds it is asked anew, as long as the page is in sight. */
export function useAskedMe(desk: Desk, every: number | false = false): UseQueryResult<Me> {
  return useQuery({
    queryKey: ME,
    queryFn: async () => (await answered(desk.GET("/api/v1/me"))).data,
    refetchInterval: every,
  });
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof Refusal && error.problem.status === 401;
}
