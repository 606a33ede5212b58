/** How it stands with a message, and how a test ended. */

import type { Message } from "./reading.ts";

const SOON_MILLISECONDS = 60_000;
/** The clockwork of the desk sends every ten seconds; what is so late waits for something else. */
const LATE_MILLISECONDS = 120_000;

/** Whether something is about to happen to it: it is due within a minute, or has been for no more than two. */
export function isAwaited(message: Pick<Message, "state" | "next_attempt_at">, now: number): boolean {
  if (message.state !== "queued" && message.state !== "sending") return false;
  const dueIn = Date.parse(message.next_attempt_at) - now;
  // While one is being sent its next try is that of another worker, some minutes on.
  return message.state === "sending" || (dueIn < SOON_MILLISECONDS && dueIn > -LATE_MILLISECONDS);
}

export type End =
  | { is: "waiting" }
  | { is: "taken"; status: number }
  | { is: "failed"; why: string; next: string }
  | { is: "given up"; why: string };

export function endOf(message: Pick<Message, "state" | "next_attempt_at" | "tries">): End {
  const last = message.tries.at(-1);
  if (!last) return { is: "waiting" };
  const why = last.error || String(last.status ?? "");
  if (message.state === "delivered") return { is: "taken", status: last.status ?? 0 };
  return message.state === "given_up" ? { is: "given up", why } : { is: "failed", why, next: message.next_attempt_at };
}
