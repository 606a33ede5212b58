/** What the compiler must refuse: an error that does not come is one itself, so the types are not loose. */

import { type Desk, type Refusal, answered } from "../src/api/client.ts";

export async function refused(desk: Desk, refusal: Refusal): Promise<void> {
  const params = { path: { id: "1" } };
  // @ts-expect-error There is no such address.
  await desk.GET("/api/v1/dosiers");
  // @ts-expect-error It needs an id.
  await desk.GET("/api/v1/dossiers/{id}");
  // @ts-expect-error A change must name what was read.
  await desk.PATCH("/api/v1/dossiers/{id}", { params, body: { title: "A" } });
  // @ts-expect-error Nothing is lodged by pigeon.
  await desk.POST("/api/v1/deadlines/{id}/meet", { params, body: { done_on: "", lodged_by: "pigeon" } });
  // @ts-expect-error Deadlines have no such filter.
  await desk.GET("/api/v1/deadlines", { params: { query: { due_before: "2026-06-15" } } });

  const { data: ledger } = await answered(desk.GET("/api/v1/condemnations/{id}/ledger", { params }));
  // @ts-expect-error Euros are text, so that no cent is lost.
  const amount: number = ledger.totals.claimable.amount;
  const { data: rule } = await answered(desk.GET("/api/v1/deadline-rules/{id}", { params }));
  // @ts-expect-error A version may have no period.
  const days: number = rule.versions[0]?.period.amount;
  // @ts-expect-error A refusal may name no field.
  const pointer: string = refusal.problem.errors[0].pointer;
  console.log(amount, days, pointer);
}
