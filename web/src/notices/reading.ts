/** What the page asks of the desk about notices, and about the days that nobody has acknowledged. */

import {
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseQueryResult,
  useInfiniteQuery,
  useQuery,
} from "@tanstack/react-query";

import { type Desk, answered } from "../api/client.ts";
import { cursorOf } from "../api/cursors.ts";
import type { components } from "../api/schema.d.ts";
import { useDesk } from "../session/desk.ts";

export type NoticeTold = components["schemas"]["NoticeOut"];
export type Notices = UseInfiniteQueryResult<InfiniteData<{ results: NoticeTold[]; next: string | null }>>;
/** By deadline, the day that awaits acknowledgement. */
export type Awaiting = Readonly<Record<string, string>>;

const ANEW_MILLISECONDS = 60_000;
const PAGE_SIZE = 20;
const MOST_A_PAGE = 200;

export const NOTICES = ["notices"] as const;

/** Newest first; the unread ones are asked for anew each minute that the page is in sight. */
export function useNotices(isUnread: boolean): Notices {
  const desk = useDesk();
  return useInfiniteQuery({
    queryKey: [...NOTICES, isUnread ? "unread" : "read"],
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam: cursor }) => {
      const query = { unread: isUnread, page_size: PAGE_SIZE, ...(cursor && { cursor }) };
      return (await answered(desk.GET("/api/v1/me/notices", { params: { query } }))).data;
    },
    getNextPageParam: (page) => cursorOf(page.next),
    refetchInterval: isUnread && ANEW_MILLISECONDS,
  });
}

/** It is asked anew along with them. */
export function useAwaiting(): UseQueryResult<Awaiting> {
  const desk = useDesk();
  return useQuery({
    queryKey: [...NOTICES, "awaiting"],
    queryFn: () => allAwaiting(desk),
    refetchInterval: ANEW_MILLISECONDS,
  });
}

/** All of them, page by page: where one is missing, its notice would not say what it asks. */
async function allAwaiting(desk: Desk): Promise<Awaiting> {
  const found: Record<string, string> = {};
  let cursor: string | undefined;
  do {
    const page = (await answered(desk.GET("/api/v1/deadlines", asked(cursor)))).data;
    for (const { id, due_on } of page.results) found[id] = due_on;
    cursor = cursorOf(page.next);
  } while (cursor);
  return found;
}

function asked(cursor: string | undefined) {
  const fields: ("id" | "due_on")[] = ["id", "due_on"];
  return {
    params: { query: { awaits_acknowledgement: true, fields, page_size: MOST_A_PAGE, ...(cursor && { cursor }) } },
    querySerializer: { array: { style: "form", explode: false } },
  } as const;
}
