// Opens every page of a folder in Chromium and judges it; called by report-page.sh. Leaves pictures beside the pages.
const fs = require("node:fs");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const { chromium } = require("playwright-core");
const axe = require("axe-core");

const folder = process.argv[2];
const pages = fs.readdirSync(folder).filter((name) => name.endsWith(".html")).sort();
const widths = { wide: 1200, narrow: 360 };
const faults = [];
let views = 0;

async function judge(browser, name, colorScheme, width) {
  const where = `${name}, ${colorScheme}, ${width}`;
  const fault = (text) => faults.push(`${where}: ${text}`);
  const context = await browser.newContext({ colorScheme, viewport: { width: widths[width], height: 900 } });
  const page = await context.newPage();
  const url = pathToFileURL(path.join(folder, name)).href;
  page.on("console", (message) => fault(`console: ${message.text()}`));
  page.on("pageerror", (error) => fault(`error: ${error}`));
  page.on("dialog", (dialog) => (fault("a dialog opened"), dialog.dismiss()));
  page.on("request", (request) => {
    if (request.url() !== url && !request.url().startsWith("data:,")) fault(`asks for ${request.url()}`);
  });
  await page.goto(url);
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  await page.evaluate(axe.source);
  const found = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
  for (const { id, nodes } of found.violations) {
    fault(`axe ${id}: ${nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary}`).join("; ")}`);
  }
  if (found.incomplete.some(({ id }) => id === "color-contrast-enhanced")) fault("contrast unknown");
  const seen = await page.evaluate(() => ({
    hacked: "hacked" in window,
    scripts: document.querySelectorAll("script, iframe, object, embed, img, base").length,
    handlers: [...document.querySelectorAll("*")].filter((e) => [...e.attributes].some((a) => /^(on|style$)/.test(a.name))).length,
    over: document.scrollingElement.scrollWidth - window.innerWidth,
    styled: getComputedStyle(document.querySelector(".facts")).display === "grid",
    unnamed: [...document.querySelectorAll("svg")].filter((e) => !e.querySelector("title")?.textContent || !e.querySelector("desc")?.textContent).length,
    tables: document.querySelectorAll("figure").length - document.querySelectorAll("figure table").length,
    links: [...document.querySelectorAll("a")].filter((a) => !a.getAttribute("href").startsWith("#") || !document.querySelector(a.hash)).length,
    ground: getComputedStyle(document.body).backgroundColor,
  }));
  if (seen.hacked) fault("a script of the data ran");
  if (seen.scripts) fault(`${seen.scripts} elements that load or run something`);
  if (seen.handlers) fault(`${seen.handlers} attributes that run or style something`);
  if (seen.over > 0) fault(`${seen.over} pixels wider than the window`);
  if (!seen.styled) fault("the policy keeps the style out");
  if (seen.unnamed) fault(`${seen.unnamed} pictures without a name`);
  if (seen.tables) fault(`${seen.tables} charts without a table`);
  if (seen.links) fault(`${seen.links} links that lead nowhere`);
  // The switch, by keyboard alone: the skip link first, then the colours.
  if (width === "wide") {
    await page.keyboard.press("Tab");
    if ((await page.evaluate(() => document.activeElement.className)) !== "skip") fault("the first stop is not the skip link");
    await page.keyboard.press("Tab");
    await page.keyboard.press(colorScheme === "dark" ? "ArrowRight" : "ArrowLeft");
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    if (ground === seen.ground) fault("the switch changes nothing");
    const again = await page.evaluate(() => axe.run({ runOnly: ["color-contrast"] }));
    if (again.violations.length) fault("contrast after the switch");
    await page.keyboard.press(colorScheme === "dark" ? "ArrowLeft" : "ArrowRight");
  }
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = false)));
  const picture = path.join(folder, `${name.replace(".html", "")}-${colorScheme}-${width}`);
  await page.screenshot({ path: `${picture}.png`, fullPage: true });
  if (colorScheme === "dark" && width === "wide") {
    await page.pdf({ path: `${picture.replace("-dark-wide", "")}.pdf`, format: "A4" });
    await page.emulateMedia({ media: "print" });
    const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    if (paper !== "rgb(255, 255, 255)") fault(`prints on ${paper}`);
  }
  await context.close();
  views += 1;
}

(async () => {
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args });
  for (const name of pages) {
    for (const theme of ["light", "dark"]) {
      for (const width of Object.keys(widths)) await judge(browser, name, theme, width);
    }
  }
  await browser.close();
  for (const fault of faults) console.error(`report-page: ${fault}`);
  console.log(`report-page: ${pages.length} pages, ${views} views, ${faults.length} faults`);
  process.exit(faults.length || !pages.length ? 1 : 0);
})();
