'use strict'
// A run with its streams: the native half asks for chunks and hands them out, one at a time.

const { availableParallelism } = require('node:os')
const native = require('../native')
const { FoundryError, made, raised, stopped, unlessAborted } = require('./errors')
const { asBuffer, file, sources } = require('./files')

/** @typedef {import('./files').Input} Input */
/** @typedef {import('./files').FileInput} FileInput */
/** @typedef {import('node:stream').Writable} Writable */
/** @typedef {import('../types').Manifest} Manifest */
/** @typedef {import('../types').Progress} Progress */
/** Where a run writes: a path (written aside, then renamed: the old file or the whole new one), or a stream, which is not ended. @typedef {string | Writable} Output */

/**
 * What steers a run beside its settings. None of it but `limit` and `now` changes a byte of the data set.
 * @typedef {object} RunOptions
 * @property {boolean} [folder] Whether `out` is a folder as the Hub reads it: data files, card, Croissant description, manifest, origin of each line.
 * @property {Output} [provenance] Takes the origin of each line.
 * @property {Output} [evidence] Takes what proves how the data set was made, as a ZIP.
 * @property {Output} [report] Takes the manifest.
 * @property {Output} [htmlReport] Takes a page on what the conversations are like and what the run made of them.
 * @property {number} [threads] Worker threads; all processors if absent.
 * @property {number} [memory] Bytes of messages held in memory before they go to a temporary file; 32 MiB if absent.
 * @property {number} [limit] Stop after so many rows.
 * @property {string} [tempDir] The folder of the temporary file.
 * @property {Date | string} [now] The time that counts as now, for equal manifests and rolling date ranges.
 * @property {AbortSignal} [signal] Stops the run, which then fails with the code `cancelled`.
 * @property {(progress: Progress) => unknown} [onProgress] Is told how far the run is; stops it by giving `false`.
 */

/**
 * @param {Date | string | undefined} given
 * @returns {string}
 */
function time(given) {
  return typeof given === 'string' ? given : (given ?? new Date()).toISOString()
}

/**
 * @param {number | undefined} given
 * @returns {number}
 */
function threads(given) {
  return given ?? availableParallelism()
}

/**
 * How a run uses the machine, as the native half takes it.
 * @param {RunOptions} options
 */
function limits({ now, threads: count, memory, limit, tempDir }) {
  return { now: time(now), threads: threads(count), memory, limit, tempDir }
}

/**
 * @template T
 * @param {Output | undefined} out
 * @param {RunOptions} options
 * @param {(output: Output) => T} place
 */
function destination(out, options, place) {
  const { folder, provenance, evidence, report, htmlReport } = options
  if (folder && typeof out !== 'string') throw refused('a folder is named by its path, as `out`')
  if (folder && provenance !== undefined) {
    throw refused('a folder holds the origin of each line as `provenance.jsonl`', 'leave `provenance` out')
  }
  const placed = (/** @type {Output | undefined} */ output) => (output === undefined ? undefined : place(output))
  return {
    out: folder ? undefined : placed(out),
    folder: folder ? /** @type {string} */ (out) : undefined,
    provenance: placed(provenance),
    evidence: placed(evidence),
    report: placed(report),
    htmlReport: placed(htmlReport),
  }
}

/**
 * @param {string} message
 * @param {string} [hint]
 */
function refused(message, hint) {
  return new FoundryError({ code: 'invalid_config', message, hint })
}

/**
 * Runs the whole job on the calling thread; paths and bytes only.
 * @param {import('../native').Engine} engine
 * @param {FileInput | readonly FileInput[]} inputs
 * @param {string | undefined} out
 * @param {RunOptions} options
 * @returns {Manifest}
 */
function processSync(engine, inputs, out, options) {
  const run = new native.Run()
  for (const input of Array.isArray(inputs) ? inputs : [inputs]) add(run, file(input))
  const to = destination(out, options, (output) => {
    if (typeof output === 'string') return output
    throw new TypeError('a stream can only be written by a call that gives a promise')
  })
  return JSON.parse(made(() => run.run(engine, to, limits(options))))
}

/**
 * Runs the whole job on a thread of its own.
 * @param {import('../native').Engine} engine
 * @param {Input | readonly Input[]} inputs
 * @param {Output | undefined} out
 * @param {RunOptions} options
 * @returns {Promise<Manifest>}
 */
async function process(engine, inputs, out, options) {
  const { signal, onProgress } = options
  unlessAborted(signal)
  const run = new native.Run()
  /** What gives the next chunk. @type {Map<number, AsyncIterator<Uint8Array | string>>} */
  const readers = new Map()
  /** @type {Map<number, Writable>} */
  const writers = new Map()
  for (const input of sources(inputs)) {
    if ('stream' in input) readers.set(run.addStream(input.name), input.stream[Symbol.asyncIterator]())
    else add(run, input)
  }
  const to = destination(out, options, (output) => {
    if (typeof output === 'string') return output
    const number = run.openStream()
    writers.set(number, output)
    return number
  })

  /** What a stream or a callback of the caller threw: the reason of whatever fails after it. @type {{ error: unknown } | undefined} */
  let thrown
  const fail = (/** @type {number} */ stream) => (/** @type {unknown} */ error) => {
    thrown ??= { error }
    run.fail(stream)
  }
  const cancel = () => run.cancel()
  const cancelWith = (/** @type {unknown} */ error) => {
    thrown ??= { error }
    cancel()
  }
  signal?.addEventListener('abort', cancel, { once: true })
  for (const writer of writers.values()) writer.on('error', cancelWith)
  try {
    return await new Promise((resolve, reject) => {
      const hear = (/** @type {import('../native').RunEvent} */ event) => {
        const stream = event.stream ?? 0
        switch (event.kind) {
          case 'pull':
            readers
              .get(stream)
              ?.next()
              .then(({ done, value }) => run.reply(stream, done ? undefined : asBuffer(value)))
              .catch(fail(stream))
            break
          case 'write':
            writers.get(stream)?.write(event.bytes, (error) => (error ? fail(stream)(error) : run.reply(stream)))
            break
          case 'progress':
            try {
              if (onProgress?.(JSON.parse(event.text ?? '')) === false) cancel()
            } catch (error) {
              cancelWith(error)
            }
            break
          case 'done':
            resolve(JSON.parse(event.text ?? ''))
            break
          default:
            if (thrown) reject(thrown.error)
            else reject(signal?.aborted ? stopped(signal) : raised(new Error(event.text)))
        }
      }
      made(() => run.start(engine, to, limits(options), hear))
    })
  } finally {
    signal?.removeEventListener('abort', cancel)
    for (const writer of writers.values()) writer.off('error', cancelWith)
    for (const reader of readers.values()) reader.return?.().catch(() => {})
  }
}

/**
 * @param {import('../native').Run} run
 * @param {{ name: string, path?: string, bytes?: Buffer }} input
 */
function add(run, input) {
  if (input.path !== undefined) run.addPath(input.path)
  else run.addFile(input)
}

module.exports = { limits, process, processSync, time, threads }
