// Signs a colleague in through the sign-in API and leads her to the web client, or to the page she came for.
import { ask } from "./session.js";

const form = document.getElementById("sign-in");
const said = document.getElementById("said");
const button = form.querySelector("button");
const words = button.textContent;

// Only a path of this site: "//elsewhere" and "https://elsewhere" are not followed.
function wayOn() {
  const next = new URLSearchParams(location.search).get("next") ?? "";
  return /^\/(?![/\\])/.test(next) ? next : form.dataset.door;
}

async function signIn(event) {
  event.preventDefault();
  if (button.disabled) return;
  const { email, password } = Object.fromEntries(new FormData(form));
  wait(true);
  try {
    const answer = await ask("POST", "login", { email, password });
    // 409: she is signed in already.
    if (answer.ok || answer.status === 409) location.assign(wayOn());
    else refuse(await wordsFor(answer));
  } catch {
    refuse(form.dataset.broken);
  }
}

function wait(isWaiting) {
  said.textContent = "";
  button.disabled = isWaiting;
  button.textContent = isWaiting ? form.dataset.waiting : words;
}

function refuse(why) {
  wait(false);
  said.textContent = why;
  form.password.select();
}

async function wordsFor(answer) {
  const body = await answer.json().catch(() => ({}));
  const codes = (body.errors ?? []).map((error) => error.code);
  if (answer.status === 429 || codes.includes("too_many_login_attempts")) return form.dataset.later;
  return answer.status === 400 ? form.dataset.wrong : form.dataset.broken;
}

form.addEventListener("submit", signIn);
