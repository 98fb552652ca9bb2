/** The shared cases in headless Chromium, and the package as a page uses it: in a Worker, with progress and cancelling. */

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { sharedCases } from "./shared-cases.js";
import { launch, serve } from "./site.js";

let browser, site, page;

before(async () => {
  site = await serve(new URL("../", import.meta.url));
  browser = await launch();
  page = await browser.newPage();
  await page.goto(`${site.address}tests/blank.html`);
});
after(async () => {
  await browser?.close();
  site?.close();
});

test("shared cases in Chromium", async () => {
  const cases = sharedCases();
  const failed = await page.evaluate(async (cases) => {
    const foundry = await import("../dist/web.js");
    const { runCase } = await import("./calls.js");
    await foundry.init();
    return cases.map((one) => [one.title, runCase(foundry, one)]).filter(([, wrong]) => wrong);
  }, cases);
  assert.deepEqual(failed.slice(0, 20), [], `${failed.length} of ${cases.length} failed`);
});

test("a Worker reads a file piece by piece, tells how far it is, and can be stopped", async () => {
  const result = await page.evaluate(async () => {
    const { FoundryWorker } = await import("../dist/client.js");
    const { csv, conversations } = await import("./rows.js");
    const worker = await FoundryWorker.start();
    const file = new File([csv(conversations(20_000))], "tickets.csv");
    const told = [];
    const done = await worker.process([file], {}, { onProgress: (progress) => told.push(progress) });
    const stop = new AbortController();
    const stopped = await worker
      .process([file], {}, { signal: stop.signal, onProgress: () => stop.abort(new Error("enough")) })
      .then(() => "finished", (error) => error.message);
    const refused = await worker.call("settle", [{}]).then(() => "settled", (error) => error.message);
    const wrong = await worker.call("toToml", [{ piiSettings: { minScore: 7 } }]).then(
      () => "written",
      (error) => [error.name, error.code, error.path],
    );
    const text = await done.train.text();
    worker.end();
    return { records: done.manifest.counts.export.records, lines: text.split("\n").length - 1, told: told.length, stopped, refused, wrong };
  });
  assert.equal(result.records, result.lines);
  assert.ok(result.records > 4_000 && result.told > 4, JSON.stringify(result));
  assert.equal(result.stopped, "enough");
  assert.equal(result.refused, "no preview is open");
  assert.deepEqual(result.wrong, ["FoundryError", "invalid_config", "piiSettings.minScore"]);
});
