/** What the pages do with webhooks. Afterwards all that is shown of them is asked for anew. */

import { useQueryClient } from "@tanstack/react-query";

import { type Answer, Refusal, answered, once, unchangedSince } from "../api/client.ts";
import type { components } from "../api/schema.d.ts";
import { useDesk } from "../session/desk.ts";
import { type Write, useWrite } from "../session/writing.ts";
import { type Message, WEBHOOKS, type Webhook } from "./reading.ts";

export type Terms = components["schemas"]["WebhookInRequest"];
export type WithSecret = components["schemas"]["WithSecretOut"];

function useAsksAnew(): () => Promise<void> {
  const asking = useQueryClient();
  return () => asking.invalidateQueries({ queryKey: WEBHOOKS });
}

export function useMaking(): Write<Terms, WithSecret> {
  const desk = useDesk();
  return useWrite(
    async (body, key) => (await answered(desk.POST("/api/v1/webhooks", { body, params: { header: once(key) } }))).data,
    useAsksAnew(),
  );
}

/** `since` is the answer on which the change stands. */
export function useChanging(id: string, done: () => unknown): Write<{ terms: Terms; since: Answer<Webhook> }, Webhook> {
  const desk = useDesk();
  const askAnew = useAsksAnew();
  return useWrite(
    async ({ terms, since }) => {
      const params = { path: { id }, header: unchangedSince(since) };
      return (await answered(desk.PATCH("/api/v1/webhooks/{id}", { params, body: terms }))).data;
    },
    () => {
      void askAnew();
      return done();
    },
  );
}

export function useRotating(id: string, done: (given: WithSecret) => unknown): Write<{ overlap_hours: number }, WithSecret> {
  const desk = useDesk();
  const askAnew = useAsksAnew();
  return useWrite(
    async (body, key) => {
      const params = { path: { id }, header: once(key) };
      return (await answered(desk.POST("/api/v1/webhooks/{id}/rotate-secret", { params, body }))).data;
    },
    (given) => {
      void askAnew();
      return done(given);
    },
  );
}

export function useSwitchingOn(id: string): Write<undefined, Webhook> {
  const desk = useDesk();
  return useWrite(async (_nothing, key) => {
    const params = { path: { id }, header: once(key) };
    return (await answered(desk.POST("/api/v1/webhooks/{id}/switch-on", { params }))).data;
  }, useAsksAnew());
}

export function useTesting(id: string): Write<undefined, Message> {
  const desk = useDesk();
  return useWrite(async (_nothing, key) => {
    const params = { path: { id }, header: once(key) };
    return (await answered(desk.POST("/api/v1/webhooks/{id}/test", { params }))).data;
  }, useAsksAnew());
}

export function useReplaying(id: string, done: () => unknown): Write<{ since: string }, Webhook> {
  const desk = useDesk();
  const askAnew = useAsksAnew();
  return useWrite(
    async (body, key) => {
      const params = { path: { id }, header: once(key) };
      return (await answered(desk.POST("/api/v1/webhooks/{id}/replay", { params, body }))).data;
    },
    () => {
      void askAnew();
      return done();
    },
  );
}

/** One that is gone already is removed: the answer to an earlier press may have been lost. */
export function useRemoving(id: string, done: () => unknown): Write<Answer<Webhook>, undefined> {
  const desk = useDesk();
  return useWrite(async (since) => {
    const params = { path: { id }, header: unchangedSince(since) };
    try {
      await answered(desk.DELETE("/api/v1/webhooks/{id}", { params }));
    } catch (error) {
      if (!(error instanceof Refusal && error.problem.status === 404)) throw error;
    }
    return undefined;
  }, done);
}
