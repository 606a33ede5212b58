/** Why a reminder came when it came, as its `lead` says. */

const AT_ONCE = ["entry", "moved", "to_stand_in", "to_team", "to_coordinators"] as const;
const BEFORE = ["working_days", "days", "last_days"] as const;

export type Why =
  | { is: (typeof AT_ONCE)[number] | "today" }
  | { is: (typeof BEFORE)[number]; count: number };

/** Nothing for one that is not known here: a later desk may have others. */
export function whyOf(lead: string): Why | undefined {
  const [, name = "", number] = /^(\w+?)(?:_(\d+))?$/.exec(lead) ?? [];
  const atOnce = AT_ONCE.find((each) => each === name);
  if (atOnce) return { is: atOnce };
  const before = BEFORE.find((each) => each === name);
  if (!before || number === undefined) return undefined;
  return Number(number) === 0 ? { is: "today" } : { is: before, count: Number(number) };
}
