// The calls of the shared cases, made on the package; each by every way in that gives the same.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import foundry from '../index.js'

const file = ({ name, text, base64 }) => ({ name, data: text ?? Buffer.from(base64, 'base64') })
const pii = (config) => ({ config: { piiSettings: config } })
/** Offsets of JavaScript in the unit of a case. */
const counted = (text, unit) => {
  const before = (end) => text.slice(0, end)
  if (unit === 'utf16') return (end) => end
  return unit === 'chars' ? (end) => [...before(end)].length : (end) => Buffer.byteLength(before(end))
}

/** A call by both its ways: as a promise and at once. */
async function both(name, ...given) {
  const later = await foundry[name](...given)
  assert.deepEqual(foundry[`${name}Sync`](...given), later)
  return later
}

export const CALLS = {
  async find(config, { text, offsets = 'bytes' }) {
    const found = await both('find', text, undefined, pii(config))
    assert.deepEqual(foundry.findSync([text, null, text], undefined, pii(config)), [found, null, found])
    const at = counted(text, offsets)
    return { spans: found.map((span) => ({ ...span, start: at(span.start), end: at(span.end) })) }
  },
  async deidentify_text(config, { text }) {
    const done = await both('deidentifyText', text, undefined, pii(config))
    assert.equal(await both('deidentify', text, undefined, pii(config)), done.text)
    assert.deepEqual(await both('deidentify', [text, null], undefined, pii(config)), [done.text, null])
    return done
  },
  deidentify_conversation: (config, input) => both('deidentifyConversation', input, undefined, pii(config)),
  reidentify: (_, { text, tokenMap, encryptionKey }) => ({ text: foundry.reidentify(text, tokenMap, { encryptionKey }) }),
  read: (config, input) => both('read', file(input), config),
  detect_mapping: (_, input) => both('detectMapping', file(input)),
  map: (config, input) => both('mapMessages', file(input), undefined, { config }),
  async clean(config, { text }) {
    const done = await both('clean', text, config)
    const said = ({ start, end }) => text.slice(start, end).trim()
    const removed = done.removed.map((part) => ({ reason: part.reason, text: said(part) }))
    return { ...done, removed, flagged: done.flagged.map(said) }
  },
  filter: (config, { conversation, now = '1970-01-01T00:00:00Z' }) => ({
    reason: foundry.filterReason(conversation, config, { now }),
  }),
  async export(config, { conversations }) {
    const options = { config, piiSettings: { enabled: false } }
    const { output, counts } = await both('exportConversations', conversations, undefined, undefined, options)
    return { output: output.toString(), counts }
  },
  validate: (config, { text }) => both('validate', { name: 'text', data: text }, config.format),
  evaluate: ({ labelMap, piiSettings = {} }, { lines, predictions, offsets = 'bytes' }) =>
    both('evaluate', lines, undefined, { config: { piiSettings }, predictions, labelMap, offsets }),
  async report(config, { files, now = '1970-01-01T00:00:00Z', report }) {
    const { data, html } = await both('report', files.map(file), undefined, { config, now, ...report })
    assert(html.startsWith('<!doctype html>'))
    return data
  },
  async process(config, { files, now = '1970-01-01T00:00:00Z' }, folder) {
    const [out, again] = [join(folder, 'out'), join(folder, 'again')]
    const manifest = await foundry.process(files.map(file), out, undefined, { config, now })
    assert.deepEqual(foundry.processSync(files.map(file), again, undefined, { config, now }), manifest)
    assert.deepEqual(readFileSync(again), readFileSync(out))
    return { output: readFileSync(out, 'utf8'), manifest }
  },
}

/** The first place where `actual` does not hold what `expect` asks for, as in `tests/src/compare.rs`. */
export function difference(expect, actual, path = 'result') {
  if (Array.isArray(expect) && Array.isArray(actual)) {
    if (expect.length !== actual.length) return `${path}: expected ${expect.length} elements, got ${JSON.stringify(actual)}`
    return first(expect.map((wanted, i) => () => difference(wanted, actual[i], `${path}[${i}]`)))
  }
  if (isObject(expect) && isObject(actual)) {
    const entries = Object.entries(expect)
    return first(entries.map(([key, wanted]) => () => difference(wanted, actual[key] ?? null, `${path}.${key}`)))
  }
  return expect === actual ? undefined : `${path}: expected ${JSON.stringify(expect)}, got ${JSON.stringify(actual)}`
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)
const first = (differences) => differences.reduce((found, next) => found ?? next(), undefined)
