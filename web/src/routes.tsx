/** Every address of the client. A page is fetched when one goes to it. */

import type { RouteObject } from "react-router";

import { Loading } from "./design/Loading.tsx";
import { Broken, NotFound } from "./shell/Astray.tsx";
import { Shell } from "./shell/Shell.tsx";

const PAGES: RouteObject[] = [
  { index: true, lazy: () => import("./start/StartPage.tsx") },
  { path: "notices", lazy: () => import("./notices/ListPage.tsx") },
  { path: "webhooks", lazy: () => import("./webhooks/ListPage.tsx") },
  { path: "webhooks/new", lazy: () => import("./webhooks/NewPage.tsx") },
  { path: "webhooks/:id", lazy: () => import("./webhooks/OnePage.tsx") },
  { path: "webhooks/:id/change", lazy: () => import("./webhooks/ChangePage.tsx") },
  { path: "status", lazy: () => import("./status/StatusPage.tsx") },
  { path: "*", element: <NotFound /> },
];

export const ROUTES: RouteObject[] = [
  {
    path: "/",
    element: <Shell />,
    hydrateFallbackElement: <Loading />,
    children: [{ errorElement: <Broken />, children: PAGES }],
  },
];
