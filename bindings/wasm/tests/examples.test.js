/** The examples run, and what the README shows. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { test } from "node:test";

const package_ = fileURLToPath(new URL("../", import.meta.url));
const run = (...given) => execFileSync(process.execPath, given, { cwd: package_, encoding: "utf8" });

test("texts", () => {
  const told = run("examples/text.mjs");
  assert.match(told, /EMAIL_ADDRESS ann@example.com/);
  assert.match(told, /write to \[EMAIL_1\] or call \[PHONE_1\]/);
});

test("a file", () => {
  const folder = mkdtempSync(join(tmpdir(), "foundry-test-"));
  try {
    const out = join(folder, "train.jsonl");
    assert.match(run("examples/csv-to-jsonl.mjs", "../cli/examples/tickets.csv", out), /683 rows, 120 conversations/);
    assert.ok(readFileSync(out, "utf8").split("\n").length > 50);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the first code of the README", () => {
  const [, code] = /```js\n([\s\S]*?)```/.exec(readFileSync(`${package_}README.md`, "utf8"));
  const folder = mkdtempSync(join(tmpdir(), "foundry-test-"));
  try {
    const program = join(folder, "readme.mjs");
    const data = JSON.stringify(join(package_, "../cli/examples/tickets.csv"));
    // What the reader brings along.
    const given = `import { readFileSync } from "node:fs";\nconst bytes = readFileSync(${data});\n`;
    const module = pathToFileURL(join(package_, "dist/node.js")).href;
    const told = 'console.log(deidentify("Write to ann@example.com"), manifest.counts.export.records, lines.length > 0);';
    writeFileSync(program, given + code.replace('"@foundry/wasm"', JSON.stringify(module)) + told);
    assert.match(run(program), /^Write to \[EMAIL_1\] \d+ true$/m);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
