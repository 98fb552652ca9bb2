'use strict'

/** @typedef {import('../types').ErrorCode} ErrorCode */

/** What went wrong, where, and what to do: the same codes and texts as in every language. Never carries a value of the data. */
class FoundryError extends Error {
  /**
   * @param {{ code: ErrorCode, message: string, text?: string, hint?: string, file?: string, row?: number, column?: string, byte?: number, path?: string }} from
   * @param {{ cause?: unknown }} [options]
   */
  constructor(from, options) {
    super(from.text ?? from.message, options)
    this.name = 'FoundryError'
    /** The stable code, such as `invalid_config`. @type {ErrorCode} */
    this.code = from.code
    /** The message without its place. @type {string} */
    this.reason = from.message
    /** What to do about it. @type {string | undefined} */
    this.hint = from.hint
    /** The name of the input. @type {string | undefined} */
    this.file = from.file
    /** The row, counted from 1 with the header as row 1. @type {number | undefined} */
    this.row = from.row
    /** The column by name. @type {string | undefined} */
    this.column = from.column
    /** The byte from the start of the (unpacked) input. @type {number | undefined} */
    this.byte = from.byte
    /** The path of a setting or field, such as `piiSettings.minScore`. @type {string | undefined} */
    this.path = from.path
  }
}

/**
 * The error to throw for one of the native half, whose message is JSON; any other stays as it is.
 * @param {unknown} error
 * @returns {unknown}
 */
function raised(error) {
  if (!(error instanceof Error) || !error.message.startsWith('{"')) return error
  try {
    return new FoundryError(JSON.parse(error.message))
  } catch {
    return error
  }
}

/**
 * Makes a call of the native half, its error as a `FoundryError`.
 * @template T
 * @param {() => T} call
 * @returns {T}
 */
function made(call) {
  try {
    return call()
  } catch (error) {
    throw raised(error)
  }
}

/**
 * Makes a call at once.
 * @template T
 * @param {() => import('../native').Call} prepare
 * @param {(answer: import('../native').Answer) => T} read
 * @returns {T}
 */
function now(prepare, read) {
  return read(made(() => prepare().run()))
}

/**
 * Makes a call on a thread of the pool.
 * @template T
 * @param {() => import('../native').Call} prepare
 * @param {(answer: import('../native').Answer) => T} read
 * @returns {Promise<T>}
 */
async function later(prepare, read) {
  const call = made(prepare)
  return read(
    await call.start().catch((error) => {
      throw raised(error)
    }),
  )
}

/**
 * Refuses to go on where the caller wants to stop.
 * @param {AbortSignal | undefined} signal
 */
function unlessAborted(signal) {
  if (signal?.aborted) throw stopped(signal)
}

/**
 * @param {AbortSignal} signal
 * @returns {FoundryError}
 */
function stopped(signal) {
  return new FoundryError({ code: 'cancelled', message: 'stopped by the caller' }, { cause: signal.reason })
}

module.exports = { FoundryError, raised, made, now, later, unlessAborted, stopped }
