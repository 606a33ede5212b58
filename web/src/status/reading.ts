/** What the page asks of the desk about its clockwork. */

import { type UseQueryResult, useQuery } from "@tanstack/react-query";

import { answered } from "../api/client.ts";
import type { components } from "../api/schema.d.ts";
import { useDesk } from "../session/desk.ts";

export type Status = components["schemas"]["StatusOut"];
export type Finding = components["schemas"]["FindingOut"];
export type Alarm = components["schemas"]["AlarmOut"];

const ANEW_MILLISECONDS = 30_000;

/** Asked anew each half minute, as long as the page is in sight. */
export function useStatus(): UseQueryResult<Status> {
  const desk = useDesk();
  return useQuery({
    queryKey: ["status"],
    queryFn: async () => (await answered(desk.GET("/api/v1/status"))).data,
    refetchInterval: ANEW_MILLISECONDS,
  });
}
