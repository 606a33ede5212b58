/** How the client is built: the same bytes each time, under names that hold a hash of what is in them. */

import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The desk that answers while one develops; `make demo` starts one. */
const SITE = process.env["DESK_SITE"] ?? "http://127.0.0.1:8000";

export default defineConfig(({ command }) => ({
  plugins: [react()],
  // While one develops, Vite serves the page too; afterwards the desk does, and the rest is among its static files.
  base: command === "serve" ? "/desk/" : "/static/",
  build: {
    assetsDir: "web",
    // Nothing is written into the page or a style: the policy of the page allows files of the desk alone.
    assetsInlineLimit: 0,
    sourcemap: false,
    license: { fileName: "web/licences.md" },
    reportCompressedSize: false,
  },
  server: {
    proxy: Object.fromEntries(["/api", "/_allauth", "/sign-in", "/static", "/docs"].map((path) => [path, SITE])),
  },
}));
