// Texts: many in one call, strings that stay the same, offsets, errors, streams of lines.
import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { text as textOf } from 'node:stream/consumers'
import { test } from 'node:test'
import { FoundryError, Pipeline, deidentify, deidentifyLines, deidentifyNdjson, deidentifySync, findSync } from '../index.mjs'

const many = Array.from({ length: 70_000 }, (_, i) => (i % 3 ? `line ${i} — 👋` : `write to user${i}@example.org, ${i}`))
/** Numbers in words are names to the model now and then. */
const settings = { nameModel: 'off' }
const expected = many.map((text) => text.replace(/user\d+@example\.org/, '[EMAIL_1]'))

test('many texts give one answer each, at any number of threads', async () => {
  for (const threads of [1, 3]) {
    assert.deepEqual(await deidentify(many, settings, { threads }), expected)
    assert.deepEqual(deidentifySync(many, settings, { threads }), expected)
  }
  assert.deepEqual(await deidentify([]), [])
  assert.deepEqual(deidentifySync(['', null, undefined, 'ann@example.org']), ['', null, undefined, '[EMAIL_1]'])
})

test('texts with a zero byte of their own are answered too', async () => {
  const texts = ['a\0b', 'ann@example.org\0', '\0', 'bob@example.org']
  assert.deepEqual(await deidentify(texts), ['a\0b', '[EMAIL_1]\0', '\0', '[EMAIL_1]'])
  assert.deepEqual(findSync(texts).map((found) => found.length), [0, 1, 0, 1])
})

test('spans cut the value out of a string of JavaScript', () => {
  const text = '👩‍👩‍👧 é 𠮷 ann.lee@example.org!'
  const [found] = findSync(text)
  assert.equal(text.slice(found.start, found.end), 'ann.lee@example.org')
  assert.equal(found.entityType, 'EMAIL_ADDRESS')
})

test('what is no text is refused', async () => {
  await assert.rejects(deidentify([1]), TypeError)
  assert.throws(() => deidentifySync({}), TypeError)
  assert.throws(() => deidentifySync('\ud800'), { name: 'FoundryError', code: 'invalid_encoding' })
  await assert.rejects(deidentify(['fine', '\ud800x']), { code: 'invalid_encoding', message: /text 1/ })
})

test('errors tell code, place and remedy', () => {
  const make = () => new Pipeline({ piiSettings: { minScor: 0.5 } })
  assert.throws(make, (error) => {
    assert(error instanceof FoundryError && error instanceof Error)
    const { code, path, hint, reason } = error
    assert.deepEqual([code, path], ['invalid_config', 'piiSettings.minScor'])
    assert.match(hint, /minScore/)
    assert(error.message.includes(reason))
    return true
  })
  assert.throws(() => new Pipeline('no/such.toml'), { code: 'io_error', file: 'no/such.toml' })
})

test('a call can be stopped', async () => {
  const signal = AbortSignal.abort('enough')
  await assert.rejects(deidentify(many, settings, { signal }), { code: 'cancelled', cause: 'enough' })
  const controller = new AbortController()
  const under = deidentify(many, settings, { signal: controller.signal })
  controller.abort()
  await assert.rejects(under, { code: 'cancelled' })
})

test('settings show no keys, and equal ones are equal', () => {
  const one = new Pipeline({ piiSettings: { hashKey: 'a key of the caller' } }, { exportFormat: 'jsonl_qa' })
  assert(!JSON.stringify(one.config).includes('a key of the caller'))
  assert.equal(one.config.exportFormat, 'jsonl_qa')
  assert.equal(one.fingerprint, new Pipeline({ exportFormat: 'jsonl_qa' }).fingerprint)
})

/** Bytes in small pieces, so that characters and lines are cut. */
function* pieces(text, size) {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

test('streams of lines keep lines, ends and order', async () => {
  const text = 'é ann@example.org\r\n\nnothing 👋\nbob@example.org'
  for (const size of [1, 3, 1_000]) {
    const clean = await textOf(Readable.from(pieces(text, size)).pipe(deidentifyLines()))
    assert.equal(clean, 'é [EMAIL_1]\r\n\nnothing 👋\n[EMAIL_1]')
  }
  assert.equal(await textOf(Readable.from([]).pipe(deidentifyLines())), '')
  const broken = Readable.from([Buffer.from('fine\n'), Buffer.from([0xff, 0x0a])]).pipe(deidentifyLines())
  await assert.rejects(textOf(broken), { code: 'invalid_encoding' })
})

test('streams of objects keep ids and leave other keys out', async () => {
  const lines = '{"id":"a","text":"ann@example.org","more":"ann@example.org"}\n\n{"text":"x","id":1}\n{"text":""}'
  const clean = await textOf(Readable.from(pieces(lines, 7)).pipe(deidentifyNdjson()))
  assert.equal(clean, '{"id":"a","text":"[EMAIL_1]"}\n{"id":1,"text":"x"}\n{"id":null,"text":""}\n')
  for (const [line, message] of [['{"id":1}', /no `text`/], ['secret', /valid JSON/], ['{"text":"","id":12345678901234567890}', /too large/]]) {
    const stream = Readable.from([Buffer.from(`{"text":""}\n${line}\n`)]).pipe(deidentifyNdjson())
    await assert.rejects(textOf(stream), (error) => {
      assert.deepEqual([error.code, error.row], ['invalid_format', 2])
      assert.match(error.message, message)
      assert(!error.message.includes('secret'))
      return true
    })
  }
})
