// Shows the API document, to be read and tried with the session of this browser, or with a key.
import { cookie } from "./session.js";

const place = document.getElementById("api");

// Light or dark as the reader's machine is, also when that changes.
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();

// What a screen reader would stumble over: a link in a button, a cross and a field without a name, a button that is called
// otherwise than it says.
const readByAll = ({ React }) => ({
  components: {
    DeepLink: ({ text }) => React.createElement("span", null, text),
    CloseIcon: () => React.createElement("span", { role: "img", "aria-label": "Close" }, "×"),
  },
  wrapComponents: {
    Button: (Plain) => ({ "aria-label": _, ...said }) => React.createElement(Plain, said),
    TextArea: (Plain) => (said) => React.createElement(Plain, { "aria-label": "Request body", ...said }),
  },
});

SwaggerUIBundle({
  url: place.dataset.document,
  domNode: place,
  presets: [SwaggerUIBundle.presets.apis],
  plugins: [readByAll],
  layout: "BaseLayout",
  deepLinking: true,
  docExpansion: "none",
  defaultModelsExpandDepth: 0,
  persistAuthorization: true,
  requestInterceptor(request) {
    const isOurs = new URL(request.url, location).origin === location.origin;
    if (isOurs && !["GET", undefined].includes(request.method)) request.headers["X-CSRFToken"] = cookie("csrftoken");
    return request;
  },
});
