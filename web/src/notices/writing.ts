/** What the page does with notices. How it ended is told to the page, for the notice itself may be gone by then. */

import { useQueryClient } from "@tanstack/react-query";

import { answered, once } from "../api/client.ts";
import type { components } from "../api/schema.d.ts";
import { useDesk } from "../session/desk.ts";
import { ME } from "../session/me.ts";
import { type Write, useWrite } from "../session/writing.ts";
import { NOTICES, type NoticeTold } from "./reading.ts";

export type Deadline = components["schemas"]["DeadlineOut"];

export type Told =
  | { is: "read"; notice: NoticeTold }
  | { is: "all read"; count: number }
  | { is: "acknowledged"; deadline: Deadline }
  | { is: "refused"; error: unknown };
export type Tell = (told: Told) => void;

/** Does it, tells how it ended, and asks anew for all that is shown: after a refusal too, for something has changed. */
function useTold<Said>(act: (said: Said, key: string) => Promise<Told>, tell: Tell): Write<Said, Told> {
  const asking = useQueryClient();
  const askAnew = (): void => {
    void asking.invalidateQueries({ queryKey: NOTICES });
    void asking.invalidateQueries({ queryKey: ME });
  };
  return useWrite(
    async (said: Said, key) => {
      try {
        return await act(said, key);
      } catch (error) {
        tell({ is: "refused", error });
        askAnew();
        throw error;
      }
    },
    (told) => {
      tell(told);
      askAnew();
    },
  );
}

export function useReading(tell: Tell): Write<NoticeTold, Told> {
  const desk = useDesk();
  return useTold(async ({ id }, key) => {
    const params = { path: { id }, header: once(key) };
    return { is: "read", notice: (await answered(desk.POST("/api/v1/me/notices/{id}/read", { params }))).data };
  }, tell);
}

/** This one and all that were told before it. */
export function useReadingUntil(tell: Tell): Write<NoticeTold, Told> {
  const desk = useDesk();
  return useTold(async ({ id }, key) => {
    const asked = desk.POST("/api/v1/me/notices/read", { params: { header: once(key) }, body: { until: id } });
    return { is: "all read", count: (await answered(asked)).data.read };
  }, tell);
}

/** The day that the notice shows, and no other one to which it may have moved. */
export function useAcknowledging(tell: Tell): Write<NoticeTold, Told> {
  const desk = useDesk();
  return useTold(async ({ deadline: id, due_on }, key) => {
    const params = { path: { id }, header: once(key) };
    const asked = desk.POST("/api/v1/deadlines/{id}/acknowledge", { params, body: { due_on } });
    return { is: "acknowledged", deadline: (await answered(asked)).data };
  }, tell);
}
