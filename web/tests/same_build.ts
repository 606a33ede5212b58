/** Whether the client that is committed is what its sources give: each file of `dist/`, byte by byte. */

import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const [committed = "dist", fresh = "../var/web-dist"] = process.argv.slice(2);

function filesOf(folder: string): Set<string> {
  const found = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return new Set(found.filter((name) => statSync(join(folder, name)).isFile()));
}

const [kept, made] = [filesOf(committed), filesOf(fresh)];
const differing = [...new Set([...kept, ...made])].filter(
  (name) => !kept.has(name) || !made.has(name) || !readFileSync(join(committed, name)).equals(readFileSync(join(fresh, name))),
);
if (differing.length > 0) {
  console.error('The committed client is not what its sources give; make npm ARGS="run build" builds it anew.');
  console.error(differing.sort().join("\n"));
  process.exitCode = 1;
}
