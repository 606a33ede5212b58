/** What the pages ask of the desk about webhooks. */

import {
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseQueryResult,
  useInfiniteQuery,
  useQuery,
} from "@tanstack/react-query";

import { type Answer, answered } from "../api/client.ts";
import { cursorOf } from "../api/cursors.ts";
import type { components } from "../api/schema.d.ts";
import { useDesk } from "../session/desk.ts";
import { isAwaited } from "./messages.ts";

export type Webhook = components["schemas"]["WebhookOut"];
export type Message = components["schemas"]["MessageSentOut"];
export type MessageState = Message["state"];
type Rows<Row> = UseInfiniteQueryResult<InfiniteData<{ results: Row[]; next: string | null }>>;

/** The clockwork of the desk comes round every ten seconds; what is about to leave is looked at sooner. */
const [LOOK_AGAIN_MILLISECONDS, LOOK_SOON_MILLISECONDS] = [10_000, 2_000];

export const WEBHOOKS = ["webhooks"] as const;
export const webhookKey = (id: string) => [...WEBHOOKS, id, "terms"] as const;
export const logKey = (id: string) => [...WEBHOOKS, id, "log"] as const;

export function useWebhooks(): Rows<Webhook> {
  const desk = useDesk();
  return useInfiniteQuery({
    queryKey: [...WEBHOOKS, "list"],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam: cursor }) =>
      (await answered(desk.GET("/api/v1/webhooks", { params: { query: { ...(cursor && { cursor }) } } }))).data,
    getNextPageParam: (page) => cursorOf(page.next),
  });
}

/** One webhook, and the answer it came in, by which it is changed. */
export function useWebhook(id: string): UseQueryResult<Answer<Webhook>> {
  const desk = useDesk();
  return useQuery({
    queryKey: webhookKey(id),
    queryFn: () => answered(desk.GET("/api/v1/webhooks/{id}", { params: { path: { id } } })),
  });
}

/** What was sent, newest first; looked at again by itself, as long as the page is in sight. */
export function useLog(id: string, state?: MessageState): Rows<Message> {
  const desk = useDesk();
  return useInfiniteQuery({
    queryKey: [...logKey(id), state ?? "all"],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam: cursor }) => {
      const query = { page_size: 20, ...(cursor && { cursor }), ...(state && { state }) };
      const asked = desk.GET("/api/v1/webhooks/{webhook_id}/messages", { params: { path: { webhook_id: id }, query } });
      return (await answered(asked)).data;
    },
    getNextPageParam: (page) => cursorOf(page.next),
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ results }) => results.some((each) => isAwaited(each, Date.now()))) 
        ? LOOK_SOON_MILLISECONDS
        : LOOK_AGAIN_MILLISECONDS,
  });
}

/** How a webhook stands at this very moment, whatever was asked before; once for each time this is shown. */
export function useStandingNow(id: string): UseQueryResult<Answer<Webhook>> {
  const desk = useDesk();
  return useQuery({
    queryKey: [...WEBHOOKS, id, "now"],
    queryFn: () => answered(desk.GET("/api/v1/webhooks/{id}", { params: { path: { id } } })),
    gcTime: 0,
    staleTime: Infinity,
  });
}
