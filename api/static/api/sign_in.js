// Signs a colleague in through the sign-in API and leads her to the front door, or to the page she came for.
const form = document.getElementById("sign-in");
const said = document.getElementById("said");

const cookie = (name) =>
  document.cookie.split("; ").map((pair) => pair.split("=")).find(([key]) => key === name)?.[1] ?? "";

// Only a path of this site: "//elsewhere" and "https://elsewhere" are not followed.
function wayOn() {
  const next = new URLSearchParams(location.search).get("next") ?? "";
  return /^\/(?![/\\])/.test(next) ? next : form.dataset.door;
}

async function signIn(event) {
  event.preventDefault();
  said.textContent = "";
  const { email, password } = Object.fromEntries(new FormData(form));
  try {
    const answer = await fetch("/_allauth/browser/v1/auth/login", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") },
      body: JSON.stringify({ email, password }),
    });
    if (answer.ok || answer.status === 409) location.assign(wayOn());
    else said.textContent = await wordsFor(answer);
  } catch {
    said.textContent = form.dataset.broken;
  }
}

async function wordsFor(answer) {
  const body = await answer.json().catch(() => ({}));
  const codes = (body.errors ?? []).map((error) => error.code);
  return codes.includes("too_many_login_attempts") || answer.status === 429 ? form.dataset.later : form.dataset.wrong;
}

form.addEventListener("submit", signIn);
