'use strict'
// Many texts in one call: joined with a zero byte between them, so that a million strings cross in a hundred buffers and
// only those that changed come back.

const { FoundryError, made, now, later, unlessAborted } = require('./errors')

/** @typedef {import('../native').Engine} Engine */
/** @typedef {import('../native').Answer} Answer */
/** @typedef {import('../native').Call} Call */
/** @typedef {readonly (string | null | undefined)[]} Texts */
/** @typedef {{ from: number, texts: Texts, buffers: Buffer[] }} Block */

/** A block is worth starting threads for. */
const MOST_TEXTS = 1 << 15
const MOST_UNITS = 1 << 21
/** A joined string of this size lies in V8's young generation; a larger one takes twice as long to make. */
const PART_TEXTS = 1 << 10
const PART_UNITS = 1 << 16

/**
 * @param {unknown} text
 * @returns {string}
 */
function aText(text) {
  if (typeof text !== 'string') throw new TypeError(`a text must be a string, not ${kindOf(text)}`)
  if (!text.isWellFormed()) throw notText()
  return text
}

/** @param {unknown} value */
function kindOf(value) {
  return value === null ? 'null' : typeof value
}

/** @param {number} [place] */
function notText(place) {
  const which = place === undefined ? 'the text' : `text ${place}`
  const message = `${which} holds a lone surrogate, which is no character`
  return new FoundryError({ code: 'invalid_encoding', message, hint: '`text.toWellFormed()` puts a mark in its place' })
}

/**
 * The texts in blocks, each looked at.
 * @param {Texts} texts
 * @returns {Generator<Block>}
 */
function* blocks(texts) {
  for (let from = 0, to = 0; from < texts.length; from = to) {
    const buffers = []
    for (let units = 0; to < texts.length && to - from < MOST_TEXTS && units < MOST_UNITS; ) {
      const start = to
      const limit = units + PART_UNITS
      while (to < texts.length && to - start < PART_TEXTS && units < limit) {
        const text = texts[to]
        if (typeof text === 'string') units += text.length
        else if (text !== null && text !== undefined) {
          throw new TypeError(`text ${to} must be a string or null, not ${kindOf(text)}`)
        }
        to++
      }
      const some = texts.slice(start, to)
      const joined = some.join('\0')
      if (!joined.isWellFormed()) throw notText(start + some.findIndex((text) => text && !text.isWellFormed()))
      buffers.push(Buffer.from(joined))
    }
    yield { from, texts: texts.slice(from, to), buffers }
  }
}

/**
 * How one kind of call is made on many texts.
 * @template T
 * @typedef {object} Way
 * @property {(texts: Texts) => T[]} start What comes back for texts of which nothing is known yet.
 * @property {(engine: Engine, block: Block, threads: number) => Call} prepare
 * @property {(engine: Engine, block: Block, answer: Answer, out: T[]) => void} take Puts the answers of a block where they belong.
 */

/**
 * Makes a call on all texts at once.
 * @template T
 * @param {Way<T>} way
 * @param {Engine} engine
 * @param {Texts} texts
 * @param {number} threads
 * @returns {T[]}
 */
function each(way, engine, texts, threads) {
  const out = way.start(texts)
  for (const block of blocks(texts)) {
    now(
      () => way.prepare(engine, block, threads),
      (answer) => way.take(engine, block, answer, out),
    )
  }
  return out
}

/**
 * Makes a call on all texts on threads of the pool; the next block is made ready while the last is on its way.
 * @template T
 * @param {Way<T>} way
 * @param {Engine} engine
 * @param {Texts} texts
 * @param {number} threads
 * @param {AbortSignal} [signal]
 * @returns {Promise<T[]>}
 */
async function eachLater(way, engine, texts, threads, signal) {
  const out = way.start(texts)
  let under = Promise.resolve()
  for (const block of blocks(texts)) {
    unlessAborted(signal)
    const next = later(
      () => way.prepare(engine, block, threads),
      (answer) => way.take(engine, block, answer, out),
    )
    // Both fail together, and only the first is told.
    next.catch(() => {})
    await under
    under = next
  }
  await under
  unlessAborted(signal)
  return out
}

/** What de-identification gives: the same string where nothing was found. @type {Way<string | null | undefined>} */
const DEIDENTIFY = {
  start: (texts) => texts.slice(),
  prepare: (engine, { texts, buffers }, threads) => engine.deidentifyBlock(buffers, texts.length, threads),
  take(engine, { from, texts }, { text, bytes }, out) {
    const changed = bytes ? text.split('\0') : []
    const count = bytes ? bytes.length / 4 : 0
    if (bytes && (count === changed.length || count === 0)) {
      for (let i = 0; i < count; i++) out[from + bytes.readUInt32LE(4 * i)] = changed[i]
      return
    }
    // A text, or what it became, holds a zero byte itself.
    const replace = engine.replacer()
    texts.forEach((text, i) => {
      if (text) out[from + i] = made(() => replace(text)) ?? text
    })
  },
}

/** What is found in each; `null` for none. @type {Way<import('../types').Finding[] | null>} */
const FIND = {
  start: (texts) => texts.map((text) => (typeof text === 'string' ? [] : null)),
  prepare: (engine, { texts, buffers }, threads) => engine.findBlock(buffers, texts.length, threads),
  take(engine, { from, texts }, { text }, out) {
    if (text) {
      for (const [place, found] of JSON.parse(text)) out[from + place] = found
      return
    }
    texts.forEach((text, i) => {
      if (text) out[from + i] = JSON.parse(engine.find(text))
    })
  },
}

module.exports = { aText, each, eachLater, DEIDENTIFY, FIND }
