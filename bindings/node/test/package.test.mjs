// The package as it is published: both entry points, its types, its platforms, its capabilities, its examples.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import * as esm from '../index.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const json = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'))
const node = (...given) => execFileSync(process.execPath, given, { cwd: root, encoding: 'utf8' })
const foundry = createRequire(import.meta.url)('../index.js')

test('both entry points give the same names', () => {
  assert.deepEqual(Object.keys(esm).filter((name) => name !== 'default').sort(), Object.keys(foundry).sort())
  for (const name of Object.keys(foundry)) assert.equal(esm[name], foundry[name])
  assert.equal(foundry.version, json('package.json').version)
})

test('every capability is there, and nothing that is not listed', () => {
  const offered = new Set(['FoundryError', 'version', 'ENTITY_TYPES', 'EXPORT_FORMATS', 'ERROR_CODES'])
  for (const { name, node } of json('../capabilities.json').capabilities) {
    assert(node, `${name}: neither offered nor a reason why not`)
    for (const one of node.as ?? []) {
      offered.add(one)
      assert.equal(typeof foundry[one.split('.')[0]], 'function', `${name}: ${one}`)
      if (Object.hasOwn(foundry, `${one}Sync`)) offered.add(`${one}Sync`)
    }
    assert(node.as || node.reason, name)
  }
  assert.deepEqual(Object.keys(foundry).filter((name) => !offered.has(name)), [])
})

test('the declarations are those of the code, strictly checked', () => {
  node('scripts/types.mjs', '--check')
  const sample = join(root, 'node_modules', '.cache', 'sample')
  execFileSync('mkdir', ['-p', sample])
  const options = { strict: true, noEmit: true, module: 'NodeNext', target: 'ES2022', lib: ['ES2024'], types: ['node'] }
  for (const ending of ['mts', 'cts']) {
    const text = readFileSync(join(root, 'test', 'typing_sample.mts'), 'utf8').replaceAll('../index', '../../../index')
    writeFileSync(join(sample, `sample.${ending}`), ending === 'mts' ? text : text.replace('index.mjs', 'index.js'))
  }
  writeFileSync(join(sample, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['sample.*'] }))
  node('node_modules/typescript/bin/tsc', '-p', sample)
})

test('each target has a package of its own, laid out as an optional dependency', () => {
  const { napi, version } = json('package.json')
  const platforms = readdirSync(join(root, 'npm'))
  assert.equal(platforms.length, napi.targets.length)
  for (const platform of platforms) {
    const manifest = json(`npm/${platform}/package.json`)
    assert.deepEqual([manifest.name, manifest.version], [`@foundry/deid-${platform}`, version])
    assert.deepEqual(manifest.files, [`foundry.${platform}.node`])
  }
  node('scripts/prepack.mjs')
  try {
    const names = Object.keys(json('package.json').optionalDependencies)
    assert.deepEqual(names, [...platforms.map((platform) => `@foundry/deid-${platform}`).sort(), '@foundry/wasm'])
  } finally {
    node('scripts/prepack.mjs', '--undo')
  }
  assert.equal(json('package.json').optionalDependencies, undefined)
  assert(!readFileSync(join(root, 'package-lock.json'), 'utf8').includes('://registry'))
})

test('the examples run', () => {
  const at = mkdtempSync(join(tmpdir(), 'foundry-node-'))
  for (const name of readdirSync(join(root, 'examples'))) {
    const said = execFileSync(process.execPath, [join(root, 'examples', name)], { cwd: at, encoding: 'utf8' })
    assert(said.includes('[EMAIL_1]') || said.includes('examples'), `${name}: ${said}`)
  }
})

test('the code of the README runs', () => {
  const [, code] = /```js\n([\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8'))
  const at = mkdtempSync(join(tmpdir(), 'foundry-node-'))
  writeFileSync(join(at, 'tickets.csv'), readFileSync(join(root, '../cli/examples/tickets.csv')))
  writeFileSync(join(at, 'readme.mjs'), code.replace("'@foundry/deid'", JSON.stringify(join(root, 'index.mjs'))))
  execFileSync(process.execPath, ['readme.mjs'], { cwd: at })
  assert(readFileSync(join(at, 'train.jsonl'), 'utf8').includes('"messages"'))
})
