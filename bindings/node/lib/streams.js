'use strict'
// Streams of lines: bytes or strings in, the same lines without personal data out, in order.

const { Transform } = require('node:stream')
const { FoundryError } = require('./errors')

/** @typedef {(texts: string[]) => Promise<string[]>} Clean */

/**
 * A stream that hands whole lines to `answer`, by the chunk, and gives what comes back.
 * @param {(lines: string[], first: number) => Promise<string>} answer
 * @returns {Transform}
 */
function byLines(answer) {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  let first = 1
  /**
   * @param {Uint8Array | undefined} bytes
   * @returns {Promise<string>}
   */
  const take = async (bytes) => {
    let text
    try {
      text = rest + decoder.decode(bytes, { stream: bytes !== undefined })
    } catch (cause) {
      const place = { code: /** @type {const} */ ('invalid_encoding'), message: 'is not valid UTF-8', row: first }
      throw new FoundryError({ ...place, text: `row ${first}: is not valid UTF-8` }, { cause })
    }
    const end = bytes === undefined ? text.length : text.lastIndexOf('\n') + 1
    rest = text.slice(end)
    if (end === 0) return ''
    const lines = text.slice(0, end).split('\n')
    // What stands behind the last line end is no line, but a last line may have none.
    const last = lines.pop()
    const ended = lines.map((line) => `${line}\n`)
    if (last) ended.push(last)
    first += ended.length
    return answer(ended, first - ended.length)
  }
  return new Transform({
    transform(chunk, _, done) {
      take(chunk).then((text) => done(null, text), done)
    },
    flush(done) {
      take(undefined).then((text) => done(null, text), done)
    },
  })
}

/**
 * Lines of text; their ends stay as they are.
 * @param {Clean} clean
 * @returns {Transform}
 */
function lines(clean) {
  return byLines(async (given) => {
    const ends = given.map((line) => /\r?\n$/.exec(line)?.[0] ?? '')
    const texts = given.map((line, i) => line.slice(0, line.length - ends[i].length))
    const done = await clean(texts)
    return done.map((text, i) => text + ends[i]).join('')
  })
}

/**
 * Lines of `{"id", "text"}`; blank ones are left out.
 * @param {Clean} clean
 * @returns {Transform}
 */
function ndjson(clean) {
  return byLines(async (given, first) => {
    const objects = given.flatMap((line, i) => (line.trim() ? [textLine(line, first + i)] : []))
    const done = await clean(objects.map(({ text }) => text))
    return done.map((text, i) => `${JSON.stringify({ id: objects[i].id, text })}\n`).join('')
  })
}

/**
 * @param {string} line
 * @param {number} row
 * @returns {{ id: unknown, text: string }}
 */
function textLine(line, row) {
  let found
  try {
    found = JSON.parse(line)
  } catch {
    throw unfit('is not valid JSON', row)
  }
  if (typeof found !== 'object' || found === null) throw unfit('is not a JSON object', row)
  const { id = null, text } = found
  if (text === undefined) throw unfit('has no `text`', row)
  if (typeof text !== 'string') throw unfit('`text` is not a string', row)
  // The number that was written is gone; another one must not take its place.
  if (typeof id === 'object' && id !== null) throw unfit('`id` must be text, a number or null', row)
  if (Number.isInteger(id) && !Number.isSafeInteger(id)) throw unfit('`id` is too large a number; write it as text', row)
  return { id, text }
}

/**
 * @param {string} message
 * @param {number} row
 */
function unfit(message, row) {
  const hint = 'each line is one JSON object such as {"id": 1, "text": "…"}'
  return new FoundryError({ code: 'invalid_format', message, text: `row ${row}: ${message}`, row, hint })
}

module.exports = { lines, ndjson }
