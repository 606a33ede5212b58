/** What the client sends and how it tells a refusal, without a desk. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { type Caller, Refusal, answered, deskFor, once, unchangedSince } from "../src/api/client.ts";

const SITE = "http://desk.example";
const PROBLEM = {
  type: "/docs/problems/#invalid",
  title: "Some fields are wrong.",
  status: 400,
  code: "invalid",
  request_id: "7",
  errors: [{ pointer: "#/asker/email", code: "invalid", detail: "Not an address." }],
};

/** A client whose requests are kept and all answered alike. */
function asking(answer: () => Response, caller: Partial<Caller> = {}) {
  const sent: Request[] = [];
  const keep = async (request: Request) => {
    sent.push(request);
    return answer();
  };
  return { sent, desk: deskFor({ site: SITE, language: "fr", fetch: keep, ...caller }) };
}

const nothing = () => new Response(null, { status: 204 });
const refused = () =>
  Response.json(PROBLEM, { status: 400, headers: { "Content-Type": "application/problem+json" } });

test("a key and a language go along with every request", async () => {
  const { sent, desk } = asking(() => Response.json([]), { key: "hd_1" });
  await answered(desk.GET("/api/v1/themes"));
  assert.equal(sent[0]?.url, `${SITE}/api/v1/themes`);
  assert.equal(sent[0]?.headers.get("Authorization"), "Bearer hd_1");
  assert.equal(sent[0]?.headers.get("Accept-Language"), "fr");
});

test("a session sends its CSRF token with what is not a GET", async () => {
  const { sent, desk } = asking(nothing, { csrfToken: () => "token" });
  await desk.GET("/api/v1/me");
  await desk.POST("/api/v1/questions/{id}/take", { params: { path: { id: "1" } } });
  assert.deepEqual(
    sent.map((request) => request.headers.get("X-CSRFToken")),
    [null, "token"],
  );
  assert.equal(sent[1]?.headers.get("Authorization"), null);
});

test("a page of the desk finds the CSRF token in its cookies", async () => {
  const { sent, desk } = asking(nothing);
  Object.assign(globalThis, { document: { cookie: "a=b; csrftoken=of-the-page" } });
  await desk.POST("/api/v1/questions/{id}/take", { params: { path: { id: "1" } } });
  assert.equal(sent[0]?.headers.get("X-CSRFToken"), "of-the-page");
});

test("a POST can be sent twice and acts once", async () => {
  const { sent, desk } = asking(nothing);
  const params = { path: { id: "1" }, header: once() };
  await desk.POST("/api/v1/questions/{id}/take", { params });
  await desk.POST("/api/v1/questions/{id}/take", { params });
  const [first, second] = sent.map((request) => request.headers.get("Idempotency-Key"));
  assert.ok(first);
  assert.equal(first, second);
  assert.notEqual(first, once()["Idempotency-Key"]);
});

test("a change names what was read", async () => {
  const { sent, desk } = asking(() => Response.json({}, { headers: { ETag: '"7-a"' } }));
  const params = { path: { id: "1" } };
  const read = await answered(desk.GET("/api/v1/dossiers/{id}", { params }));
  await desk.PATCH("/api/v1/dossiers/{id}", {
    params: { ...params, header: unchangedSince(read) },
    body: { title: "A better title" },
  });
  assert.equal(sent[1]?.headers.get("If-Match"), '"7-a"');
  assert.throws(() => unchangedSince({ data: {}, response: Response.json({}) }), /without an ETag/);
});

test("a refusal is an error with its code, its words and its page", async () => {
  const refusal = await answered(asking(refused).desk.GET("/api/v1/me")).catch((error: unknown) => error);
  assert.ok(refusal instanceof Refusal);
  assert.equal(refusal.code, "invalid");
  assert.equal(refusal.message, "Some fields are wrong.");
  assert.equal(refusal.page, "/docs/problems/#invalid");
  assert.equal(refusal.at("#/asker/email"), "Not an address.");
  assert.equal(refusal.at("#/title"), undefined);
});

test("what no desk would answer is an error too", async () => {
  const { desk } = asking(() => new Response("<h1>Bad gateway</h1>", { status: 502 }));
  await assert.rejects(answered(desk.GET("/api/v1/me")), /answered 502 without saying why/);
});
