// The shared cases of `tests/cases`: the same files, calls and comparison as in every other language.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { CALLS, difference } from './calls.mjs'

const CASES = new URL('../../../tests/cases/', import.meta.url)
/** Made by the core's unit tests alone. */
const UNIT_CALLS = ['resolve']

for (const name of readdirSync(CASES, { recursive: true }).filter((name) => name.endsWith('.json')).sort()) {
  const cases = JSON.parse(readFileSync(new URL(name, CASES), 'utf8'))
  const ours = cases.filter((one) => !UNIT_CALLS.includes(one.call) && !one.skip?.node)
  if (ours.length === 0) continue
  test(name, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'foundry-node-'))
    for (const { name, call, config = {}, input, expect, expectError } of ours) {
      await t.test(name, async () => {
        const made = (async () => CALLS[call](config, input, folder))()
        if (expectError) await assert.rejects(made, { name: 'FoundryError', code: expectError })
        else assert.equal(difference(expect, await made), undefined)
      })
    }
  })
}

test('the comparison can fail', () => {
  assert.equal(difference({ a: 1, b: [null] }, { a: 1.0, b: [null], c: 2 }), undefined)
  assert.equal(difference({ gone: null }, {}), undefined)
  const wrong = [[{ a: 1 }, {}], [[1], [1, 2]], ['1', 1], [true, 1], [[{ a: 1 }], [{ a: 2 }]]]
  for (const [expect, actual] of wrong) assert.notEqual(difference(expect, actual), undefined)
})
