/** The gate of the built client: what it passes, and what it names. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

/** Two builds, compared as the gate compares them. */
function compared(committed: Record<string, string>, fresh: Record<string, string>): { status: number | null; said: string } {
  const place = mkdtempSync(join(tmpdir(), "builds-"));
  for (const [build, files] of Object.entries({ committed, fresh })) {
    mkdirSync(join(place, build, "web"), { recursive: true });
    for (const [name, content] of Object.entries(files)) writeFileSync(join(place, build, name), content);
  }
  const ran = spawnSync(process.execPath, ["tests/same_build.ts", join(place, "committed"), join(place, "fresh")], { encoding: "utf8" });
  rmSync(place, { recursive: true });
  return { status: ran.status, said: ran.stderr };
}

test("two builds of the same bytes pass", () => {
  const build = { "index.html": "<p>", "web/a-12345678.js": "1" };
  assert.deepEqual(compared(build, build), { status: 0, said: "" });
});

test("a file that differs, is missing or is left over is named", () => {
  const { status, said } = compared(
    { "index.html": "<p>", "web/a.js": "1", "web/old.js": "1" },
    { "index.html": "<p>", "web/a.js": "2", "web/new.js": "1" },
  );
  assert.equal(status, 1);
  assert.match(said, /run build/);
  assert.deepEqual(said.trim().split("\n").slice(1).map((name) => name.replaceAll("\\", "/")), ["web/a.js", "web/new.js", "web/old.js"]);
});
