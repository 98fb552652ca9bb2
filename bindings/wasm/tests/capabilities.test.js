/** The package offers what the list of capabilities says, and nothing that is not on it but what a page alone needs. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import * as foundry from "../dist/node.js";

/** Loading, files in and out, and the preview that stays open: not calls of the library. */
const OWN = ["init", "initSync", "openFile", "FileStore", "BlobStore", "FoundryError", "PreviewSession", "openPreview", "constants"];

test("capabilities", () => {
  const { capabilities } = JSON.parse(readFileSync(new URL("../../capabilities.json", import.meta.url), "utf8"));
  const listed = capabilities.flatMap(({ wasm }) => wasm.as ?? []);
  for (const { name, wasm } of capabilities) assert.ok(wasm?.as?.length || wasm?.reason, `${name} says nothing of this package`);
  for (const name of listed) assert.equal(typeof foundry[name], "function", name);
  const offered = Object.keys(foundry).filter((name) => !OWN.includes(name));
  assert.deepEqual(offered.filter((name) => !listed.includes(name)), []);
});
