/** How fast the package is on one thread: against Rust on the same texts, and against a chain of RegExps, by turns.
 *
 *     cargo build --release -p foundry-benches --example texts --example lines
 *     target/release/examples/lines chat 60000 > chat.txt
 *     node bindings/wasm/tests/speed.js target/release/examples/texts chat.txt
 *
 * CPU time, as the machine may carry other work; the best of `ROUNDS` (5). The chain is the 15 patterns of
 * `benches/rivals`, each replaced in turn: no checksums, no names, no numbering. Its like for like is the last row.
 */

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

import * as foundry from "../dist/node.js";

const [native, file] = process.argv.slice(2);
const texts = readFileSync(file, "utf8").split("\n").slice(0, -1);
const bytes = Buffer.byteLength(texts.join(""));
const SETTINGS = {
  "everything": {},
  "no model": { piiSettings: { nameModel: "off" } },
  // The types that the patterns of the chain look for.
  "like for like": {
    piiSettings: {
      nameModel: "off",
      entities: [
        "EMAIL_ADDRESS", "URL", "IBAN_CODE", "CREDIT_CARD", "US_SSN", "US_ITIN", "MAC_ADDRESS", "IP_ADDRESS", "PHONE_NUMBER",
        "DATE_OF_BIRTH", "STREET_ADDRESS", "CRYPTO",
      ],
    },
  },
};

const started = process.cpuUsage();
await foundry.init();
const { user, system } = process.cpuUsage(started);

/** CPU seconds of this process. */
function cpu(run) {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function patterns() {
  const source = readFileSync(new URL("../../../benches/rivals/src/main.rs", import.meta.url), "utf8");
  const list = source.slice(source.indexOf("const PATTERNS"), source.indexOf("\n];"));
  // No `u` flag: these patterns do not need it, and without it they are faster.
  return [...list.matchAll(/"([A-Z0-9_]+)",\s*r(#?)"([\s\S]*?)"\2(?=[,)])/g)].map(([, name, , pattern]) => [new RegExp(pattern, "g"), `[${name}]`]);
}

const chain = patterns();
if (chain.length !== 15) throw new Error(`${chain.length} patterns`);
const chained = (text) => chain.reduce((text, [pattern, token]) => text.replace(pattern, token), text);
const ways = { "RegExp chain": () => cpu(() => texts.forEach(chained)) };
for (const [name, settings] of Object.entries(SETTINGS)) {
  const engine = new foundry.Engine(settings);
  ways[`${name}, WASM`] = () => cpu(() => engine.deidentify(texts));
  ways[`${name}, Rust`] = () => {
    const done = spawnSync(native, [file, "1", JSON.stringify(settings)], { encoding: "utf8" });
    if (done.status !== 0) throw new Error(done.stderr);
    return JSON.parse(done.stdout).cpu;
  };
}
const best = {};
for (let round = 0; round < Number(process.env.ROUNDS ?? 5); round++) {
  for (const [name, way] of Object.entries(ways)) best[name] = Math.min(best[name] ?? Infinity, way());
}
const rate = (name) => bytes / 1e6 / best[name];
console.log(`${texts.length} texts, ${(bytes / 1e6).toFixed(1)} MB; started in ${((user + system) / 1e3).toFixed(0)} ms`);
console.log(`RegExp chain ${rate("RegExp chain").toFixed(1)} MB/s`);
for (const name of Object.keys(SETTINGS)) {
  const [wasm, rust] = [rate(`${name}, WASM`), rate(`${name}, Rust`)];
  const shown = [`WASM ${wasm.toFixed(1)}`, `Rust ${rust.toFixed(1)}`, `WASM / Rust ${(wasm / rust).toFixed(2)}`];
  console.log(`${name.padEnd(13)} MB/s: ${shown.join(", ")}, WASM / chain ${(wasm / rate("RegExp chain")).toFixed(1)}`);
}
