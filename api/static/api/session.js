// Speaks to the sign-in API of this site with the CSRF token that it wants from a browser.
export const cookie = (name) =>
  document.cookie.split("; ").map((pair) => pair.split("=")).find(([key]) => key === name)?.[1] ?? "";

export function ask(method, path, body) {
  return fetch(`/_allauth/browser/v1/auth/${path}`, {
    method,
    headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") },
    body: body && JSON.stringify(body),
  });
}
