/** The shared cases in Node. */

import assert from "node:assert/strict";
import { test } from "node:test";

import * as foundry from "../dist/node.js";
import { difference, runCase } from "./calls.js";
import { sharedCases } from "./shared-cases.js";

await foundry.init();

test("shared cases", () => {
  const cases = sharedCases();
  assert.ok(cases.length > 1_000, `${cases.length} cases`);
  const failed = cases.map((one) => [one.title, runCase(foundry, one)]).filter(([, wrong]) => wrong);
  assert.deepEqual(failed.slice(0, 20), [], `${failed.length} of ${cases.length} failed`);
});

test("the comparison can fail", () => {
  assert.equal(difference({ a: 1, b: [null] }, { a: 1.0, b: [null], c: 2 }), null);
  assert.equal(difference({ gone: null }, {}), null);
  for (const [expect, actual] of [[{ a: 1 }, {}], [[1], [1, 2]], ["1", 1], [true, 1], [[{ a: 1 }], [{ a: 2 }]]]) {
    assert.notEqual(difference(expect, actual), null);
  }
});
