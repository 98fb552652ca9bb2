/** The case files of `tests/cases`, as a list. */

import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../tests/cases/", import.meta.url));
/** Made by the core's unit tests alone. */
const UNIT_CALLS = new Set(["resolve"]);
/** What this build leaves out. */
const WITHOUT = "wasm";

/** Every case that this package can be asked for. */
export function sharedCases() {
  const files = readdirSync(ROOT, { recursive: true }).filter((name) => name.endsWith(".json")).sort();
  const cases = files.flatMap((file) =>
    JSON.parse(readFileSync(ROOT + file, "utf8")).map((one) => ({ ...one, title: `${file}: ${one.name}` })),
  );
  return cases.filter((one) => !UNIT_CALLS.has(one.call) && !(WITHOUT in (one.skip ?? {})));
}
