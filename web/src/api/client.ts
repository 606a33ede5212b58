/** A typed client of the desk: each address, shape and word of `api/openapi.yaml`, and refusals as errors. */

import createClient, { type Client, type Middleware } from "openapi-fetch";

import type { components, paths } from "./schema.d.ts";

export type Problem = components["schemas"]["Problem"];
export type Desk = Client<paths>;

/** Who calls, and in which language the desk answers. */
export interface Caller {
  /** Where the desk is; nothing for a page that the desk itself serves. */
  site?: string;
  language: "nl" | "fr" | "en" | "de";
  /** The key of an integration or a token it lent. Without one the cookies of a session say who calls. */
  key?: string;
  /** The session's CSRF token; a browser reads it from its cookie. */
  csrfToken?: () => string | undefined;
  fetch?: (request: Request) => Promise<Response>;
}

/** What was answered, and the answer it came in. */
export interface Answer<Data> {
  data: Data;
  response: Response;
}

/** The desk refused. The message says what is wrong and what to do, in the caller's language. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly problem: Problem;
  /** Address of the page that explains the code. */
  readonly page: string;

  constructor(problem: Problem, response: Response) {
    super(problem.title);
    this.problem = problem;
    this.page = URL.parse(problem.type, response.url)?.href ?? problem.type;
  }

  /** Stable; what programs read. */
  get code(): string {
    return this.problem.code;
  }

  /** What to say beside the field of this JSON pointer, such as `#/asker/email`. */
  at(pointer: string): string | undefined {
    return this.problem.errors?.find((mistake) => mistake.pointer === pointer)?.detail;
  }
}

export function deskFor(caller: Caller): Desk {
  const desk = createClient<paths>({
    baseUrl: caller.site ?? "",
    headers: {
      "Accept-Language": caller.language,
      ...(caller.key && { Authorization: `Bearer ${caller.key}` }),
    },
    ...(caller.fetch && { fetch: caller.fetch }),
  });
  if (!caller.key) desk.use(csrf(caller.csrfToken ?? tokenOfBrowser));
  return desk;
}

/** Wait for an answer; a refusal is thrown, and so is what no desk would answer. */
export async function answered<Data>(
  asked: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<Answer<Data>> {
  const { data, error, response } = await asked;
  if (response.ok) return { data: data as Data, response };
  if (isProblem(response)) throw new Refusal(error as Problem, response);
  throw new Error(`${response.url} answered ${response.status} without saying why.`);
}

/** Header of a POST: sent again with the same key within a day, it acts once. */
export function once(key: string = newKey()): { "Idempotency-Key": string } {
  return { "Idempotency-Key": key };
}

/** A key nobody else has. `crypto.randomUUID` would do, but a browser has it on https only. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Header of a PATCH or DELETE: it acts only if nothing has changed since this answer. */
export function unchangedSince(answer: Answer<unknown>): { "If-Match": string } {
  const tag = answer.response.headers.get("ETag");
  if (!tag) throw new Error(`${answer.response.url} answered without an ETag.`);
  return { "If-Match": tag };
}

function isProblem(response: Response): boolean {
  return response.headers.get("Content-Type")?.startsWith("application/problem+json") ?? false;
}

function csrf(token: () => string | undefined): Middleware {
  return {
    onRequest({ request }) {
      const found = request.method === "GET" ? undefined : token();
      if (found) request.headers.set("X-CSRFToken", found);
    },
  };
}

/** The CSRF token that the desk gave the browser in a cookie. */
export function tokenOfBrowser(): string | undefined {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- Outside a browser there is none.
  return /(?:^|; )csrftoken=([^;]+)/.exec(globalThis.document?.cookie ?? "")?.[1];
}
