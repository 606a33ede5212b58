/** The client begins here: its words are fetched, then the page is shown. */

import "./design/tokens.css";

import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider, createBrowserRouter } from "react-router";

import { ROUTES } from "./routes.tsx";
import { newAsking } from "./session/asking.ts";
import { chosenHere, ofBrowser } from "./words/languages.ts";
import { beginIn } from "./words/speaking.ts";

async function begin(root: HTMLElement): Promise<void> {
  await beginIn(chosenHere() ?? ofBrowser(navigator.languages));
  const router = createBrowserRouter(ROUTES, { basename: "/desk" });
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={newAsking()}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}

const root = document.getElementById("root");
if (!root) throw new Error("The page has no place for the client.");
begin(root).catch(() => {
  // Its words did not come. What is said now stands in the page, in every language.
  document.getElementById("broken")?.removeAttribute("hidden");
});
