/** The examples run. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
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
