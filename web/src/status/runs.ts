/** The rows of the ledger, one for each hour, as what each piece of the clockwork did in all of them. */

import type { components } from "../api/schema.d.ts";

export type Run = components["schemas"]["RunOut"];
/** Without the hour it is about. */
export type Piece = Omit<Run, "hour">;

/** By name. The rows come newest first, so the first error found is the last that happened. */
export function piecesOf(runs: readonly Run[]): Piece[] {
  const pieces = new Map<string, Piece>();
  for (const run of runs) pieces.set(run.name, added(pieces.get(run.name), run));
  return [...pieces.values()].sort((one, other) => one.name.localeCompare(other.name));
}

function added(newer: Piece | undefined, { name, last_at, times, done, failures, last_error }: Run): Piece {
  if (!newer) return { name, last_at, times, done, failures, last_error };
  return {
    name,
    last_at: newer.last_at ?? last_at,
    times: newer.times + times,
    done: newer.done + done,
    failures: newer.failures + failures,
    last_error: newer.last_error || last_error,
  };
}
