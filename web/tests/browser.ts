/** What a browser does for its pages, where there is none: it keeps cookies and sends them back. */

export class Browser {
  readonly #cookies = new Map<string, string>();
  readonly #site: string;

  constructor(site: string) {
    this.#site = site;
  }

  readonly csrfToken = (): string | undefined => this.#cookies.get("csrftoken");

  readonly fetch = async (request: Request): Promise<Response> => {
    request.headers.set("Cookie", [...this.#cookies].map((pair) => pair.join("=")).join("; "));
    const response = await fetch(request);
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (name && value !== undefined) this.#cookies.set(name, value);
    }
    return response;
  };

  /** As the sign-in page does: fetch the page for the CSRF cookie, then post. */
  async signIn(email: string, password: string): Promise<void> {
    await this.fetch(new Request(`${this.#site}/sign-in/`));
    const response = await this.fetch(
      new Request(`${this.#site}/_allauth/browser/v1/auth/login`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.csrfToken() ?? "" },
        body: JSON.stringify({ email, password }),
      }),
    );
    if (!response.ok) throw new Error(`${email} could not sign in: ${response.status}`);
  }
}
