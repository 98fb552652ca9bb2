/** The size of what a browser loads, and of the page's script. Fails above the budget. */

import { readFileSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const MB = 1_000_000;
/** The module with the name model, as it is sent: above this the build fails. */
const MOST = 2.5 * MB;
/** The page's own script and styles, gzipped. */
const MOST_PAGE = 0.3 * MB;

const gzipped = (path) => gzipSync(readFileSync(path), { level: 9 }).length;
const shown = (bytes) => `${(bytes / MB).toFixed(2)} MB`;

const sent = statSync(`${dist}foundry.wasm.xz`).size;
const module = readFileSync(`${dist}foundry.wasm`);
const brotli = brotliCompressSync(module, { params: { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: module.length } });
const assets = readdirSync(`${dist}preview/assets`);
const page = assets.filter((name) => /\.(js|css)$/.test(name)).reduce((sum, name) => sum + gzipped(`${dist}preview/assets/${name}`), 0);
console.log(`size: foundry.wasm.xz ${shown(sent)} (at most ${shown(MOST)}); foundry.wasm ${shown(module.length)}, gzipped ${shown(gzipped(`${dist}foundry.wasm`))}, by brotli ${shown(brotli.length)}`);
console.log(`size: page ${shown(page)} gzipped (at most ${shown(MOST_PAGE)})`);
if (sent > MOST || page > MOST_PAGE) process.exit(1);
