// Runs: paths, patterns, bytes and streams in, files and streams out, progress, stopping, errors.
import assert from 'node:assert/strict'
import { createReadStream, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable, Writable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { inspect, preview, process, processSync, validate } from '../index.mjs'

const EXAMPLES = fileURLToPath(new URL('../../cli/examples/', import.meta.url))
const tickets = join(EXAMPLES, 'tickets.csv')
const now = '2026-01-31T00:00:00Z'
const folder = () => mkdtempSync(join(tmpdir(), 'foundry-node-'))

/** What a run writes to a stream. */
async function streamed(inputs, settings, options) {
  const out = new PassThrough()
  const gathered = buffer(out)
  const manifest = await process(inputs, out, settings, { now, ...options })
  out.end()
  return { bytes: await gathered, manifest }
}

test('every way in and out gives the same bytes', async () => {
  const at = folder()
  const manifest = await process(tickets, join(at, 'a.jsonl'), undefined, { now, report: join(at, 'report.json') })
  const bytes = readFileSync(join(at, 'a.jsonl'))
  assert.deepEqual(JSON.parse(readFileSync(join(at, 'report.json'), 'utf8')), manifest)
  const data = readFileSync(tickets)
  for (const input of [tickets, pathToFileURL(tickets), { name: tickets, data }, createReadStream(tickets)]) {
    const done = await streamed(input)
    assert(bytes.equals(done.bytes))
    assert.deepEqual(done.manifest, manifest)
  }
  // Streams of very small and of empty chunks.
  const small = Readable.from((function* () {
    for (let i = 0; i < data.length; i += 4_001) yield* [data.subarray(i, i + 4_001), Buffer.alloc(0)]
  })())
  assert(bytes.equals((await streamed({ name: tickets, data: small })).bytes))
  assert.deepEqual(processSync(tickets, join(at, 'b.jsonl'), undefined, { now, threads: 3 }), manifest)
  assert(bytes.equals(readFileSync(join(at, 'b.jsonl'))))
  assert.deepEqual(readdirSync(at).sort(), ['a.jsonl', 'b.jsonl', 'report.json'])
})

test('many runs with streams at once do not wait for each other for ever', async () => {
  const runs = Array.from({ length: 12 }, () => streamed(createReadStream(tickets, { highWaterMark: 8_192 })))
  const done = await Promise.all(runs)
  assert(done.every(({ bytes }) => bytes.equals(done[0].bytes)))
})

test('patterns, folders and side files', async () => {
  const at = folder()
  writeFileSync(join(at, 'one.csv'), readFileSync(tickets))
  const settings = { exportConfig: { split: { validation: 0.1, test: 0.1 } } }
  const out = join(at, 'set')
  const manifest = await process(join(at, '*.csv'), out, settings, {
    folder: true,
    now,
    evidence: join(at, 'e.zip'),
    htmlReport: join(at, 'report.html'),
  })
  assert.match(readFileSync(join(at, 'report.html'), 'utf8'), /^<!doctype html>[\s\S]*<\/html>\s*$/i)
  assert.deepEqual(readdirSync(out).sort(), ['README.md', 'croissant.json', 'data', 'manifest.json', 'provenance.jsonl'])
  assert.equal(manifest.inputs[0].name, join(at, 'one.csv'))
  assert.equal(readFileSync(join(at, 'e.zip')).subarray(0, 2).toString(), 'PK')
  await assert.rejects(process(join(at, '*.none'), out, undefined, { now }), { code: 'io_error', message: /no file matches/ })
  await assert.rejects(process([tickets, tickets], undefined, undefined, { now }), { code: 'invalid_config' })
  await assert.rejects(process(tickets, tickets, undefined, { now }), { message: /one of the inputs/ })
  await assert.rejects(process(tickets, out, undefined, { folder: true, provenance: 'x' }), { code: 'invalid_config' })
})

test('a run tells how far it is, and can be stopped', async () => {
  const phases = new Set()
  await process(tickets, undefined, undefined, { now, onProgress: ({ phase }) => void phases.add(phase) })
  assert.deepEqual([...phases], ['read', 'process'])
  const at = folder()
  const out = join(at, 'a.jsonl')
  await assert.rejects(process(tickets, out, undefined, { onProgress: () => false }), { code: 'cancelled' })
  const failing = () => {
    throw new RangeError('of the caller')
  }
  await assert.rejects(process(tickets, out, undefined, { onProgress: failing }), RangeError)
  const controller = new AbortController()
  // A stream that never gives anything.
  const waiting = new Readable({ read() {} })
  const under = process({ name: 'a.csv', data: waiting }, out, undefined, { signal: controller.signal })
  setTimeout(() => controller.abort('enough'), 50)
  await assert.rejects(under, { code: 'cancelled', cause: 'enough' })
  assert.deepEqual(readdirSync(at), [])
})

test('what a stream throws is what the run throws', async () => {
  const broken = Readable.from((function* () {
    yield 'id,role,message\n'
    throw new RangeError('of the source')
  })())
  await assert.rejects(process({ name: 'a.csv', data: broken }), RangeError)
  const full = new Writable({ write: (_, __, done) => done(new RangeError('of the target')) })
  await assert.rejects(process(tickets, full), RangeError)
})

test('small calls take streams too', async () => {
  const found = await inspect(createReadStream(tickets), undefined, { samples: 1 })
  assert.equal(found.format, 'csv')
  assert(found.columns.every(({ samples }) => samples.length <= 1))
  const shown = await preview(tickets, 2, { filterSettings: { minMessageCount: 99 } })
  assert.equal(shown.conversations.length, 2)
  const report = await validate(Readable.from(['{"messages":[{"role":"user","content":"a"}]}\n']))
  assert.equal(report.valid, false)
})

test('a file without text is refused, with a way out', async () => {
  await assert.rejects(process(join(EXAMPLES, 'no_text.csv')), (error) => {
    assert.equal(error.code, 'no_content_column')
    assert(error.hint)
    return true
  })
})
