/** A day at the desk, as the README tells it; `tests/test_typescript_client.py` starts the desk. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";

import { type Desk, Refusal, answered, deskFor, once } from "../src/api/client.ts";
import type { components } from "../src/api/schema.d.ts";
import { Browser } from "./browser.ts";

type Question = components["schemas"]["ComputeInRequest"];
type Decision = components["schemas"]["DecisionAskedRequest"];

const { DESK_SITE: SITE = "", DESK_KEY: KEY = "", DESK_PASSWORD: PASSWORD = "" } = process.env;
const FREE = { detained_at_notification: false, detained_at_application: false };
const DETAINED = { ...FREE, detained_at_notification: true };

test("a day at the desk", async () => {
  const centre = deskFor({ site: SITE, language: "en", key: KEY });
  const [alice, bertrand, charlie] = await Promise.all(["alice", "bertrand", "charlie"].map(signedIn));
  assert.ok(alice && bertrand && charlie);
  const question = await aQuestionComesInAndIsTaken(centre, alice);
  const deadline = await aDecisionWasNotified(alice, question);
  await otherFactsGiveOtherProcedures(alice);
  const litigation = await theQuestionBecomesLitigation(alice, question);
  const condemnation = await aPenaltyHasRun(alice);
  await timePasses(alice, bertrand, deadline);
  await anOutsiderFindsNothing(charlie, { question, deadline, litigation, condemnation });
  await itClosesWhenNoDeadlineStandsOpen(alice, litigation, deadline);
});

async function signedIn(name: string): Promise<Desk> {
  const browser = new Browser(SITE);
  await browser.signIn(`${name}@helpdesk.example`, PASSWORD);
  return deskFor({ site: SITE, language: "en", csrfToken: browser.csrfToken, fetch: browser.fetch });
}

const of = (id: string) => ({ params: { path: { id } } });

async function refusalOf(asked: Parameters<typeof answered>[0]): Promise<Refusal> {
  const refusal = await answered(asked).catch((error: unknown) => error);
  assert.ok(refusal instanceof Refusal);
  return refusal;
}

async function aQuestionComesInAndIsTaken(centre: Desk, alice: Desk): Promise<string> {
  const handedIn = {
    params: { header: once() },
    body: {
      title: "A letter of the Commissioner General",
      channel: "form",
      body: "The application was declared inadmissible. Until when can she appeal?",
      asker: { name: "Sam (invented)", role: "social_worker", email: "sam@reception-centre.example" },
    },
  } as const;
  const { data: question } = await answered(centre.POST("/api/v1/questions", handedIn));
  assert.equal(question.state, "new");
  assert.equal(question.owner, null);
  const again = await answered(centre.POST("/api/v1/questions", handedIn));
  assert.equal(again.data.id, question.id);
  const { data: taken } = await answered(alice.POST("/api/v1/questions/{id}/take", of(question.id)));
  assert.equal(taken.state, "open");
  assert.equal(taken.owner?.name, "Alice (verzonnen)");
  return question.id;
}

async function aDecisionWasNotified(alice: Desk, question: string): Promise<string> {
  const { data } = await answered(
    alice.POST("/api/v1/dossiers/{dossier_id}/events", {
      params: { path: { dossier_id: question } },
      body: {
        kind: "decision_notified",
        decision: {
          authority: "cgrs",
          kind: "inadmissibility",
          grounds: ["protection_in_eu_state"],
          decided_on: "2018-05-17",
        },
        facts: FREE,
        notification: { mode: "registered", date: "2018-05-22" },
      },
    }),
  );
  const [deadline] = data.deadlines;
  assert.ok(deadline);
  assert.equal(deadline.legal_on, "2018-06-04");
  assert.equal(deadline.rule_id, "rvv-appeal-inadmissibility");
  assert.equal(deadline.needs_confirmation, false);
  return deadline.id;
}

async function otherFactsGiveOtherProcedures(alice: Desk): Promise<void> {
  const refusal: Decision = { authority: "cgrs", kind: "refusal" };
  const again: Decision = { authority: "cgrs", kind: "inadmissibility", grounds: ["subsequent_application"] };
  const elsewhere: Decision = { ...again, grounds: ["protection_in_eu_state"], decided_on: "2026-06-11" };
  const detainedTwice = { ...DETAINED, detained_at_application: true };
  assert.equal(await legalDate(alice, "2016-03-01", { decision: refusal, facts: DETAINED }), "2016-03-16");
  assert.equal(await legalDate(alice, "2019-03-01", { decision: refusal, facts: DETAINED }), "2019-03-11");
  assert.equal(await legalDate(alice, "2019-03-04", { decision: again, facts: detainedTwice }), "2019-03-11");
  assert.equal(await legalDate(alice, "2019-03-01", { decision: refusal, facts: FREE }), "2019-04-01");
  const printed = { decision: elsewhere, facts: FREE, printed_term_days: 10 };
  assert.equal(await legalDate(alice, "2026-06-12", printed), "2026-06-22");
}

async function legalDate(alice: Desk, handedOverOn: string, question: Question): Promise<string | null> {
  const body = { ...question, notification: { mode: "by_hand" as const, date: handedOverOn } };
  const { data } = await answered(alice.POST("/api/v1/deadlines/compute", { body }));
  assert.ok("results" in data);
  return data.results[data.governing]?.legal_date ?? null;
}

async function theQuestionBecomesLitigation(alice: Desk, question: string): Promise<string> {
  const { data: litigation } = await answered(
    alice.POST("/api/v1/questions/{id}/promote", { ...of(question), body: { aim: "A remedy that works." } }),
  );
  assert.equal(litigation.next_due_on, "2018-06-04");
  assert.deepEqual(
    litigation.links.map(({ kind, direction, id }) => ({ kind, direction, id })),
    [{ kind: "became", direction: "from", id: question }],
  );
  const { data: trail } = await answered(alice.GET("/api/v1/dossiers/{id}/trail", of(question)));
  assert.deepEqual(
    trail.map((entry) => entry.verb),
    [
      "question.opened",
      "question.taken",
      "event.recorded",
      "deadline.computed",
      "question.became_litigation",
      "deadline.went_along",
      "question.closed",
    ],
  );
  return litigation.id;
}

async function aPenaltyHasRun(alice: Desk): Promise<string> {
  const { data: condemnation } = await answered(
    alice.POST("/api/v1/condemnations", {
      body: {
        title: "Order for one family",
        court: "Labour tribunal (invented)",
        role_number: "22/9999/K",
        decided_on: "2022-07-22",
        procedure: "unilateral",
        penalty: { amount: "250.00", unit: "calendar_day" },
      },
    }),
  );
  const { id } = condemnation;
  for (const body of [
    { kind: "order_served", on: "2022-07-29" },
    { kind: "person_housed", on: "2022-11-04" },
  ] as const) {
    const params = { path: { dossier_id: id } };
    await answered(alice.POST("/api/v1/dossiers/{dossier_id}/events", { params, body }));
  }
  const { data: then } = await answered(
    alice.GET("/api/v1/condemnations/{id}/ledger", {
      params: { path: { id }, query: { on: "2023-02-15" } },
    }),
  );
  assert.deepEqual(then.totals.forfeited, { units: 97, amount: "24250.00" });
  assert.equal(then.totals.claimable.units, 81);
  assert.equal(then.oldest_unsecured_lapses_on, "2023-02-15");
  const { data: today } = await answered(alice.GET("/api/v1/condemnations/{id}/ledger", of(id)));
  assert.equal(today.totals.prescribed.units, 97);
  return id;
}

async function timePasses(alice: Desk, bertrand: Desk, deadline: string): Promise<void> {
  // Not awaited, the command would keep Node from noticing that the desk has hung up meanwhile.
  await promisify(execFile)(process.env["DESK_PYTHON"] ?? "python", ["manage.py", "pass_day", "2026-12-07"], {
    cwd: new URL("../..", import.meta.url),
  });
  const { data: reminders } = await answered(alice.GET("/api/v1/reminders"));
  const ring = reminders.results.find((each) => each.lead === "entry" && each.deadline === deadline);
  assert.match(ring?.mail?.subject ?? "", /4 juni 2018/);
  for (const [desk, count, words] of [
    [alice, 2, /4 juni 2018/],
    [bertrand, 1, /Semaine 50/],
  ] as const) {
    const { data: digests } = await answered(desk.GET("/api/v1/digests"));
    const week = digests.results.find((each) => each.week === "2026-W50");
    assert.equal(week?.deadline_count, count);
    assert.match(`${week?.mail?.subject} ${week?.mail?.text}`, words);
  }
}

async function anOutsiderFindsNothing(
  charlie: Desk,
  { question, deadline, litigation, condemnation }: Record<string, string>,
): Promise<void> {
  const asked = [
    charlie.GET("/api/v1/litigations/{id}", of(litigation ?? "")),
    charlie.GET("/api/v1/dossiers/{id}/trail", of(question ?? "")),
    charlie.GET("/api/v1/condemnations/{id}/ledger", of(condemnation ?? "")),
    charlie.GET("/api/v1/deadlines/{id}", of(deadline ?? "")),
  ];
  for (const each of asked) {
    const refusal = await refusalOf(each);
    assert.equal(refusal.problem.status, 404);
    assert.equal(refusal.message, "There is nothing here, or it is not for you.");
    assert.equal(refusal.page, `${SITE}/docs/problems/#not_found`);
  }
}

async function itClosesWhenNoDeadlineStandsOpen(
  alice: Desk,
  litigation: string,
  deadline: string,
): Promise<void> {
  const close = () =>
    alice.POST("/api/v1/dossiers/{id}/close", { ...of(litigation), body: { outcome: "won" } });
  assert.equal((await refusalOf(close())).code, "deadline_stands_open");
  const { data: met } = await answered(
    alice.POST("/api/v1/deadlines/{id}/meet", {
      ...of(deadline),
      body: {
        done_on: "2018-06-04",
        lodged: "full_jurisdiction_appeal",
        lodged_by: "jbox",
        receipt: "J-Box, deposit 1",
      },
    }),
  );
  assert.equal(met.state, "met");
  const { data: closed } = await answered(close());
  assert.equal(closed.state, "closed");
}
