'use strict'
// Inputs and outputs: paths, patterns, bytes and streams.

const { fileURLToPath } = require('node:url')

/**
 * One input: a path or pattern, bytes, or what gives bytes; with a name, which hints at the format, where it has none.
 * @typedef {string | URL | Uint8Array | AsyncIterable<Uint8Array | string> | NamedInput} Input
 */
/** @typedef {{ name: string, data: Uint8Array | string | AsyncIterable<Uint8Array | string> }} NamedInput */
/** An input that is at hand. @typedef {string | URL | Uint8Array | { name: string, data: Uint8Array | string }} FileInput */
/** @typedef {{ name: string, path: string } | { name: string, bytes: Buffer } | { name: string, stream: AsyncIterable<Uint8Array | string> }} Source */

/**
 * An input by its kind.
 * @param {Input} given
 * @returns {Source}
 */
function source(given) {
  if (typeof given === 'string') return { name: given, path: given }
  if (given instanceof URL) return source(fileURLToPath(given))
  if (given instanceof Uint8Array) return { name: 'bytes', bytes: asBuffer(given) }
  if (isStream(given)) {
    // A stream of a file knows its path.
    const path = /** @type {{ path?: unknown }} */ (given).path
    return { name: typeof path === 'string' ? path : 'stream', stream: given }
  }
  if (typeof given?.name === 'string') {
    const { name, data } = given
    if (typeof data === 'string' || data instanceof Uint8Array) return { name, bytes: asBuffer(data) }
    if (isStream(data)) return { name, stream: data }
  }
  throw new TypeError('an input is a path, a URL of a file, bytes, a stream, or { name, data }')
}

/**
 * An input for a call that waits.
 * @param {FileInput} given
 * @returns {{ name: string, path?: string, bytes?: Buffer }}
 */
function file(given) {
  const found = source(given)
  if ('stream' in found) throw new TypeError('a stream can only be read by a call that gives a promise')
  return found
}

/**
 * An input for a call that gives a promise; a stream is read to its end.
 * @param {Input} given
 * @returns {Promise<{ name: string, path?: string, bytes?: Buffer }>}
 */
async function fileLater(given) {
  const found = source(given)
  if (!('stream' in found)) return found
  const parts = []
  for await (const part of found.stream) parts.push(asBuffer(part))
  return { name: found.name, bytes: Buffer.concat(parts) }
}

/**
 * The inputs of a run.
 * @param {Input | readonly Input[]} given
 * @returns {Source[]}
 */
function sources(given) {
  return (Array.isArray(given) ? given : [given]).map(source)
}

/**
 * @param {unknown} given
 * @returns {given is AsyncIterable<Uint8Array | string>}
 */
function isStream(given) {
  return typeof given === 'object' && given !== null && Symbol.asyncIterator in given
}

/**
 * @param {Uint8Array | string} bytes
 * @returns {Buffer}
 */
function asBuffer(bytes) {
  if (typeof bytes === 'string') return Buffer.from(bytes)
  if (!(bytes instanceof Uint8Array)) throw new TypeError('a stream must give bytes or strings')
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/**
 * Labelled lines, or those of another tool, as their JSON.
 * @param {readonly object[]} lines
 * @returns {string[]}
 */
function jsonLines(lines) {
  return lines.map((line) => JSON.stringify(line))
}

module.exports = { source, file, fileLater, sources, asBuffer, jsonLines }
