/** The same bytes as the command line, on its example files; and what a run needs of memory. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

import * as foundry from "../dist/node.js";

await foundry.init();
const examples = fileURLToPath(new URL("../../cli/examples/", import.meta.url));
const command = process.env.FOUNDRY_CLI;
const FILES = ["tickets.csv", "chats_latin1.csv", "helpdesk.xlsx", "zendesk_tickets.json", "chat_log.ndjson.gz", "faq_pairs.csv", "transcripts.csv"];
const FORMATS = ["jsonl_conversation", "jsonl_qa", "json_raw", "parquet"];

const digest = (parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest("hex");

test("the example files give the bytes that the command line gives", { skip: !command && "FOUNDRY_CLI names no command" }, () => {
  const folder = mkdtempSync(join(tmpdir(), "foundry-test-"));
  try {
    for (const name of FILES) {
      for (const format of name === "tickets.csv" ? FORMATS : FORMATS.slice(0, 1)) {
        const out = join(folder, "out");
        execFileSync(command, ["-q", "process", examples + name, "--no-config", "--format", format, "-o", out]);
        const parts = [];
        const file = foundry.openFile(examples + name);
        const manifest = foundry.process([file], { train: (bytes) => parts.push(bytes) }, { exportFormat: format });
        file.close();
        assert.equal(digest(parts), digest([readFileSync(out)]), `${name} as ${format}`);
        assert.equal(manifest.output.sha256, digest(parts));
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a file is read in place, and messages that do not fit go to a store", () => {
  const folder = mkdtempSync(join(tmpdir(), "foundry-test-"));
  try {
    const path = join(folder, "large.csv");
    const rows = Array.from({ length: 60_000 }, (_, at) => `T-${at % 20_000},${at < 40_000 ? "customer" : "agent"},"${`message ${at} `.repeat(12)}"`);
    writeFileSync(path, ["ticket_id,role,message", ...rows].join("\n"));
    const run = (options) => {
      const file = foundry.openFile(path);
      const parts = [];
      foundry.process([file], { train: (bytes) => parts.push(bytes) }, {}, options);
      file.close();
      return digest(parts);
    };
    const store = new foundry.FileStore();
    const spilled = run({ store, memory: 1 << 20 });
    store.close();
    assert.equal(spilled, run({}));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("what the caller's functions throw comes through as it is", () => {
  const mine = new RangeError("mine");
  const fails = () => {
    throw mine;
  };
  const file = { name: "tickets.csv", data: readFileSync(`${examples}tickets.csv`) };
  const broken = { name: "a.csv", data: { size: 9, readAt: fails } };
  assert.throws(() => foundry.process([broken], { train() {} }), mine);
  assert.throws(() => foundry.process([file], { train: fails }), mine);
  assert.throws(() => foundry.process([file], { train() {} }, {}, { onProgress: fails }), mine);
  assert.throws(
    () => foundry.process([file], { train() {} }, {}, { onProgress: () => false }),
    (error) => error instanceof foundry.FoundryError && error.code === "cancelled",
  );
});

test("errors carry code, path and hint, and no value", () => {
  const thrown = (call) => {
    try {
      call();
    } catch (error) {
      return error;
    }
    assert.fail("nothing was thrown");
  };
  const error = thrown(() => foundry.find("x", { piiSettings: { minSocre: 1 } }));
  assert.ok(error instanceof foundry.FoundryError && error instanceof Error);
  assert.deepEqual([error.code, error.path, error.hint], ["invalid_config", "piiSettings.minSocre", "did you mean `minScore`?"]);
  assert.equal(thrown(() => foundry.deidentify("half \ud83d")).code, "invalid_encoding");
  assert.equal(thrown(() => foundry.validate({ name: "a", data: "x" }, "jsonl_chat")).path, "format");
});

test("a list gives what its texts give one by one, whatever they hold", () => {
  const mixed = ["", "👋 é ann.lee@example.org!", "nothing here", "größer: bo@example.net", "x".repeat(300_000), "", "call 212-555-0142 👩‍👩‍👧"];
  const texts = Array.from({ length: 5_000 }, (_, at) => `${at} ${mixed[at % 7 === 4 && at > 50 ? 2 : at % 7]}`);
  const engine = new foundry.Engine();
  const done = engine.deidentify(texts);
  assert.equal(done.length, texts.length);
  for (const at of [0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 4_999]) assert.equal(done[at], engine.deidentify(texts[at]), `text ${at}`);
  assert.ok(done.every((text, at) => text === texts[at] || /\[[A-Z]+_\d+\]/.test(text)));
  assert.deepEqual(engine.deidentify([]), []);
  // Two halves of a character in two texts are not one.
  assert.throws(() => engine.deidentify(["a \ud83d", "\udc4b b"]), (error) => error.code === "invalid_encoding");
  engine.free();
});

test("spans count UTF-16 units", () => {
  const text = "👋 é ann.lee@example.org!";
  const [found] = foundry.find(text);
  assert.equal(text.slice(found.start, found.end), "ann.lee@example.org");
  assert.equal(foundry.deidentify(text), "👋 é [EMAIL_1]!");
});

test("a preview shows what a run gives", () => {
  const data = readFileSync(`${examples}tickets.csv`);
  const file = { name: "tickets.csv", data };
  const parts = [];
  const settings = { filterSettings: { minMessageCount: 5 } };
  const manifest = foundry.process([file], { train: (bytes) => parts.push(bytes) }, settings);
  const session = foundry.openPreview([file]);
  session.settle(settings);
  const lines = session.count(0, session.account.conversations);
  const shown = lines.map((line) => session.view(line.index).examples).join("");
  assert.equal(shown, Buffer.concat(parts).toString());
  const { counts, findings, leakAudit } = session.tally();
  assert.deepEqual(findings, manifest.findings);
  assert.deepEqual(leakAudit, manifest.leakAudit);
  assert.deepEqual(counts.export, manifest.counts.export);
  assert.deepEqual(counts.filteredByReason, manifest.counts.filteredByReason);
  for (const { index } of lines) {
    for (const { before, after, findings } of session.view(index).messages) {
      for (const finding of findings) {
        assert.ok(finding.before.end > finding.before.start && finding.before.end <= before.length);
        assert.ok(finding.after.end <= after.length);
      }
      // Put back, the findings give the text before.
      if (before.length - after.length === findings.reduce((sum, f) => sum + f.before.end - f.before.start - f.after.end + f.after.start, 0)) {
        let [back, at] = ["", 0];
        for (const finding of findings) {
          back += after.slice(at, finding.after.start) + before.slice(finding.before.start, finding.before.end);
          at = finding.after.end;
        }
        assert.equal(back + after.slice(at), before);
      }
    }
  }
  session.free();
});
