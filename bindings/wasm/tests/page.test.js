/** The preview page in headless Chromium: how fast it is, what it asks for, who can use it. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";

import { slowdown } from "./patience.js";
import { launch, serve } from "./site.js";
import { conversations, csv } from "./rows.js";

const AXE = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
let browser, site;

before(async () => {
  site = await serve(new URL("../dist/preview/", import.meta.url));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  site?.close();
});

/** A page that is loaded; `requests` grows with what it asks for. */
async function opened(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000 * slowdown());
  const requests = [];
  const faults = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  await page.goto(site.address);
  await page.getByRole("button", { name: "Try the sample" }).waitFor();
  return { page, context, requests, faults };
}

/** Drops a file, as a person does; times count from the drop. */
async function drop(page, name, text) {
  return page.evaluate(
    ([name, text]) => {
      const data = new DataTransfer();
      data.items.add(new File([text], name));
      const target = document.querySelector(".drop");
      performance.mark("drop");
      for (const type of ["dragenter", "dragover", "drop"]) {
        target.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
      }
    },
    [name, text],
  );
}

/** Milliseconds from the drop until something is there, seen from inside of the page. */
const since = (page, selector) =>
  page.evaluate(
    (selector) =>
      new Promise((resolve) => {
        const look = () => {
          if (document.querySelector(selector)) resolve(performance.now() - performance.getEntriesByName("drop")[0].startTime);
          else requestAnimationFrame(look);
        };
        look();
      }),
    selector,
  );

async function violations(page) {
  // The policy of the page lets nobody add a script; the test comes in through the debugger.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).slice(0, 4).join(", ")}`);
}

test("10,000 rows: the mapping in under 1 s, the first conversations in under 2 s, and no request", async () => {
  const best = { mapping: Infinity, first: Infinity };
  const factor = slowdown();
  // The machine may have other things to do: the best of three counts.
  for (let attempt = 0; attempt < 3 && !(best.mapping < 1_000 * factor && best.first < 2_000 * factor); attempt++) {
    const { page, context, requests, faults } = await opened();
    await page.waitForTimeout(500);
    const loaded = requests.length;
    await drop(page, "tickets.csv", csv(conversations(10_000)));
    const [mapping, first] = await Promise.all([
      since(page, "[data-testid=mapping] dd"),
      since(page, ".conversation .message .mark"),
    ]);
    console.log(`page: 10,000 rows: mapping after ${Math.round(mapping)} ms, first conversation after ${Math.round(first)} ms (allowed: 1,000 and 2,000 ms, times ${factor.toFixed(1)} for the load)`);
    best.mapping = Math.min(best.mapping, mapping);
    best.first = Math.min(best.first, first);
    await page.getByRole("tab", { name: /Export/ }).click();
    await page.getByRole("button", { name: "Make the data set" }).click();
    await page.getByText(/^Valid: /).waitFor();
    const foreign = requests.filter((url) => !url.replace("blob:", "").startsWith(site.address));
    assert.deepEqual(foreign, [], "requests to other places");
    // Blobs are in the page itself.
    assert.deepEqual(requests.slice(loaded).filter((url) => !url.startsWith("blob:")), [], "requests after load");
    assert.deepEqual(faults, []);
    await context.close();
  }
  assert.ok(best.mapping < 1_000 * factor, `mapping after ${best.mapping} ms`);
  assert.ok(best.first < 2_000 * factor, `first conversation after ${best.first} ms`);
});

test("100,000 rows keep the page answering", async () => {
  const { page, context, faults } = await opened();
  await page.evaluate(() => {
    window.longest = 0;
    new PerformanceObserver((list) => {
      const dropped = performance.getEntriesByName("drop")[0]?.startTime ?? Infinity;
      // What went before is the making of the file.
      for (const entry of list.getEntries()) if (entry.startTime > dropped) window.longest = Math.max(window.longest, entry.duration);
    }).observe({ type: "longtask" });
  });
  // Made inside of the page, so that handing it over is no part of the measure.
  await page.evaluate(
    async ([head, row]) => {
      const rows = [head];
      for (let at = 0; at < 100_000; at++) rows.push(row.replaceAll("§", String(Math.floor(at / 4))).replaceAll("¤", at % 2 ? "agent" : "customer"));
      const data = new DataTransfer();
      data.items.add(new File([rows.join("\n")], "large.csv"));
      performance.mark("drop");
      const target = document.querySelector(".drop");
      for (const type of ["dragenter", "dragover", "drop"]) {
        target.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
      }
    },
    ["ticket_id,role,message", "T-§,¤,Hello this is Ann Example of order § — write to ann.example§@example.com please"],
  );
  const first = await since(page, ".conversation .message .mark");
  const list = page.getByRole("listbox", { name: "Conversations" });
  await list.focus();
  for (const key of ["PageDown", "PageDown", "End", "Home"]) {
    await page.keyboard.press(key);
    await page.waitForTimeout(150);
  }
  assert.ok((await page.locator(".line").count()) < 60, "the list holds what is on the screen alone");
  await page.getByRole("tab", { name: /Export/ }).click();
  await page.waitForTimeout(500);
  const longest = await page.evaluate(() => window.longest);
  console.log(`page: 100,000 rows: first conversation after ${Math.round(first)} ms, longest task ${Math.round(longest)} ms`);
  assert.ok(longest < 200 * slowdown(), `longest task ${longest} ms`);
  assert.deepEqual(faults, []);
  await context.close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing, ${colorScheme}`, async () => {
    const { page, context } = await opened({ colorScheme });
    assert.deepEqual(await violations(page), [], "start");
    await page.getByRole("button", { name: "Try the sample" }).click();
    await page.locator(".conversation .mark").first().waitFor();
    await page.waitForTimeout(600);
    assert.deepEqual(await violations(page), [], "conversations");
    await page.locator(".conversation .mark").first().click();
    await page.getByRole("dialog").waitFor();
    await page.waitForTimeout(300);
    assert.deepEqual(await violations(page), [], "a finding explained");
    await page.keyboard.press("Escape");
    await page.getByRole("tab", { name: "Columns" }).click();
    await page.getByRole("table").waitFor();
    assert.deepEqual(await violations(page), [], "columns");
    await page.getByRole("tab", { name: /Export/ }).click();
    await page.getByRole("button", { name: "Make the data set" }).click();
    await page.getByText(/^Valid: /).waitFor();
    await page.waitForTimeout(300);
    assert.deepEqual(await violations(page), [], "export");
    await context.close();
  });
}

test("axe finds nothing where a file cannot be used, and the way out is there", async () => {
  const { page, context } = await opened();
  await drop(page, "numbers.csv", "a,b\n1,2\n3,4\n");
  await page.getByRole("alert").waitFor();
  assert.match(await page.getByRole("alert").textContent(), /What to do/);
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: /Start over/ }).click();
  await page.getByRole("button", { name: "Try the sample" }).waitFor();
  await context.close();
});

test("the whole way by keyboard: open, explain, keep, undo, add a missed one, make", async () => {
  const { page, context } = await opened();
  await page.getByRole("button", { name: "Try the sample" }).focus();
  await page.keyboard.press("Enter");
  const list = page.getByRole("listbox", { name: "Conversations" });
  await list.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.getByRole("option", { selected: true }).nth(0).waitFor();
  const mark = page.locator(".pair .side:first-child .mark[data-hue=number]").first();
  const value = (await mark.evaluate((node) => node.firstChild.textContent)).trim();
  await mark.focus();
  await page.keyboard.press("Enter");
  const card = page.getByRole("dialog");
  await card.waitFor();
  await card.getByRole("button", { name: /Keep everywhere/ }).focus();
  await page.keyboard.press("Enter");
  const kept = page.locator(".pair .side:last-child .said").filter({ hasText: value });
  await kept.first().waitFor();
  await page.getByRole("button", { name: "Undo" }).first().focus();
  await page.keyboard.press("Enter");
  await kept.first().waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Add a missed one" }).focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("What was missed").fill("charged");
  await page.keyboard.press("Enter");
  await page.getByText(/“charged” is removed everywhere/).waitFor();
  await page.locator(".pair .side:last-child .said").filter({ hasText: "charged" }).first().waitFor({ state: "detached" });
  await page.getByRole("tab", { name: /Export/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Make the data set" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText(/^Valid: /).waitFor();
  await context.close();
});

test("downloads are the bytes of a run, and the settings say the same again", async () => {
  const { page, context } = await opened();
  await page.getByRole("button", { name: "Try the sample" }).click();
  await page.getByRole("tab", { name: /Export/ }).click();
  await page.getByLabel("Messages, at least").fill("5");
  await page.getByRole("button", { name: "Make the data set" }).click();
  await page.getByText(/^Valid: /).waitFor();
  const saved = async (name) => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name, exact: true }).click()]);
    return readFileSync(await download.path());
  };
  const [data, manifest, toml] = [await saved("Data set"), await saved("Manifest"), await saved("foundry.toml")];
  const account = JSON.parse(manifest);
  assert.equal(data.length, account.output.bytes);
  assert.ok(account.counts.filteredByReason.too_few_messages > 0);
  assert.match(String(toml), /minMessageCount = 5/);
  const foundry = await import("../dist/node.js");
  await foundry.init();
  const sample = readFileSync(new URL("../../cli/examples/tickets.csv", import.meta.url));
  const parts = [];
  const again = foundry.process([{ name: "sample-tickets.csv", data: sample }], { train: (bytes) => parts.push(bytes) }, String(toml));
  assert.equal(again.output.sha256, account.output.sha256);
  assert.deepEqual(Buffer.concat(parts), data);
  await context.close();
});
