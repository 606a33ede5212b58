// Ends the session and shows the front door again.
import { ask } from "./session.js";

const form = document.getElementById("sign-out");

async function signOut(event) {
  event.preventDefault();
  try {
    // The sign-in API answers 401 once nobody is signed in any more: that is what was wanted.
    const answer = await ask("DELETE", "session");
    if (!answer.ok && answer.status !== 401) throw new Error(`status ${answer.status}`);
    location.assign(form.dataset.door);
  } catch {
    document.getElementById("said").textContent = form.dataset.broken;
  }
}

form.addEventListener("submit", signOut);
