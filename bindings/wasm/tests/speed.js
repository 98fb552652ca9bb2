/** How fast the package is, in CPU time of this machine: against the command line, and against a chain of RegExps.
 *
 *     FOUNDRY_CLI=target/release/foundry node bindings/wasm/tests/speed.js [MB]
 *
 * The chain is the 15 patterns of `benches/rivals`, each replaced in turn: no checksums, no names, no numbering.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as foundry from "../dist/node.js";
import { conversations, csv } from "./rows.js";

await foundry.init();
const megabytes = Number(process.argv[2] ?? 8);
const rows = [...conversations(megabytes * 7_000)];
const texts = rows.map((row) => row.message);
const characters = texts.reduce((sum, text) => sum + text.length, 0);
const file = csv(rows);

/** The best of three, in MB a second of CPU time. */
function rate(bytes, run) {
  let best = 0;
  for (let round = 0; round < 3; round++) {
    const start = process.cpuUsage();
    run();
    best = Math.max(best, bytes / process.cpuUsage(start).user);
  }
  return best;
}

function patterns() {
  const source = readFileSync(new URL("../../../benches/rivals/src/main.rs", import.meta.url), "utf8");
  const list = source.slice(source.indexOf("const PATTERNS"), source.indexOf("\n];"));
  return [...list.matchAll(/"([A-Z0-9_]+)",\s*r(#?)"([\s\S]*?)"\2(?=[,)])/g)].map(([, name, , pattern]) => [new RegExp(pattern, "gu"), `[${name}]`]);
}

const chain = patterns();
if (chain.length !== 15) throw new Error(`${chain.length} patterns`);
const chained = (text) => chain.reduce((text, [pattern, token]) => text.replace(pattern, token), text);
const rates = {
  "RegExp chain": rate(characters, () => texts.forEach(chained)),
  "deidentify, all": rate(characters, () => new foundry.Engine().deidentify(texts)),
  "deidentify, no names": rate(characters, () => new foundry.Engine({ piiSettings: { nameModel: "off" } }).deidentify(texts)),
  "process, WASM": rate(file.length, () => foundry.process([{ name: "a.csv", data: file }], { train() {} })),
};
if (process.env.FOUNDRY_CLI) {
  const folder = mkdtempSync(join(tmpdir(), "foundry-speed-"));
  writeFileSync(join(folder, "a.csv"), file);
  let best = 0;
  for (let round = 0; round < 3; round++) {
    const command = `TIMEFORMAT=%U; time "${process.env.FOUNDRY_CLI}" -q process "${folder}/a.csv" --no-config --threads 1 -o "${folder}/out"`;
    const done = spawnSync("bash", ["-c", command], { encoding: "utf8" });
    best = Math.max(best, file.length / 1e6 / Number(done.stderr.trim().split("\n").at(-1)));
  }
  rmSync(folder, { recursive: true });
  rates["process, native"] = best;
  console.log(`WASM / native: ${(rates["process, WASM"] / best).toFixed(2)}`);
}
for (const [name, value] of Object.entries(rates)) console.log(`${name.padEnd(22)} ${value.toFixed(1)} MB/s`);
console.log(`deidentify / RegExp chain: ${(rates["deidentify, all"] / rates["RegExp chain"]).toFixed(2)}`);
