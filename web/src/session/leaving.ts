/** Signing out, and being led to the sign-in page. The page is emptied first: the browser's way back shows nothing. */

import { signInAddress } from "./address.ts";

const SESSION = "/_allauth/browser/v1/auth/session";

export function goToSignIn(): void {
  leave(signInAddress());
}

/** Rejects where the desk does not answer; then one is still signed in. */
export async function signOut(csrfToken: string | undefined): Promise<void> {
  const answer = await fetch(SESSION, { method: "DELETE", headers: { "X-CSRFToken": csrfToken ?? "" } });
  // It answers 401 once nobody is signed in any more: that is what was wanted.
  if (!answer.ok && answer.status !== 401) throw new Error(`${SESSION} answered ${answer.status}.`);
  leave("/sign-in/?next=/desk/");
}

function leave(address: string): void {
  document.getElementById("root")?.replaceChildren();
  location.assign(address);
}
