// The fall-back: the same package over the WASM package, where that is built.
import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { mkdtempSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const built = fileURLToPath(new URL(`../${process.env.FOUNDRY_WASM ?? '../wasm/dist'}/`, import.meta.url))
const skip = existsSync(join(built, 'node.js')) ? false : 'bindings/wasm is not built'
const require = createRequire(import.meta.url)

/** The package as it is where no native half is found. */
async function fallback() {
  const wasm = await import(join(built, 'node.js'))
  wasm.initSync(new WebAssembly.Module(readFileSync(join(built, 'foundry.wasm'))))
  const native = require.resolve('../native.js')
  require.cache[native] = { id: native, filename: native, loaded: true, exports: require('../lib/wasm.js').adapt(wasm) }
  return require('../index.js')
}

test('the WASM package takes the place of the native half', { skip }, async (t) => {
  const foundry = await fallback()
  const tickets = fileURLToPath(new URL('../../cli/examples/tickets.csv', import.meta.url))
  assert.equal(await foundry.deidentify('write to ann@example.org'), 'write to [EMAIL_1]')
  assert.deepEqual(foundry.deidentifySync(['ann@example.org', null, 'a\0b']), ['[EMAIL_1]', null, 'a\0b'])
  assert.throws(() => new foundry.Pipeline({ piiSettings: { minScor: 1 } }), { name: 'FoundryError', code: 'invalid_config' })
  await assert.rejects(foundry.process(tickets, 'x', undefined, { folder: true }), { code: 'unsupported' })
  await assert.rejects(foundry.process('none.csv'), { code: 'io_error' })

  const { CALLS, difference } = await import('./calls.mjs')
  const folder = mkdtempSync(join(tmpdir(), 'foundry-node-'))
  const cases = new URL('../../../tests/cases/', import.meta.url)
  for (const name of readdirSync(cases, { recursive: true }).filter((name) => name.endsWith('.json')).sort()) {
    await t.test(name, async () => {
      for (const one of JSON.parse(readFileSync(new URL(name, cases), 'utf8'))) {
        if (one.call === 'resolve' || one.skip?.wasm || one.skip?.node) continue
        const made = (async () => CALLS[one.call](one.config ?? {}, one.input, folder))()
        // Its vocabularies are five times as large as the rest of the module.
        const needsTokens = (error) => error.code === 'unsupported' && error.path === 'exportConfig.tokenizer'
        if (await made.then(() => false, needsTokens)) continue
        if (one.expectError) await assert.rejects(made, { code: one.expectError }, one.name)
        else assert.equal(difference(one.expect, await made), undefined, one.name)
      }
    })
  }
})
