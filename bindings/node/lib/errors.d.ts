export type ErrorCode = import("../types").ErrorCode;
/** @typedef {import('../types').ErrorCode} ErrorCode */
/** What went wrong, where, and what to do: the same codes and texts as in every language. Never carries a value of the data. */
export class FoundryError extends Error {
    /**
     * @param {{ code: ErrorCode, message: string, text?: string, hint?: string, file?: string, row?: number, column?: string, byte?: number, path?: string }} from
     * @param {{ cause?: unknown }} [options]
     */
    constructor(from: {
        code: ErrorCode;
        message: string;
        text?: string;
        hint?: string;
        file?: string;
        row?: number;
        column?: string;
        byte?: number;
        path?: string;
    }, options?: {
        cause?: unknown;
    });
    /** The stable code, such as `invalid_config`. @type {ErrorCode} */
    code: ErrorCode;
    /** The message without its place. @type {string} */
    reason: string;
    /** What to do about it. @type {string | undefined} */
    hint: string | undefined;
    /** The name of the input. @type {string | undefined} */
    file: string | undefined;
    /** The row, counted from 1 with the header as row 1. @type {number | undefined} */
    row: number | undefined;
    /** The column by name. @type {string | undefined} */
    column: string | undefined;
    /** The byte from the start of the (unpacked) input. @type {number | undefined} */
    byte: number | undefined;
    /** The path of a setting or field, such as `piiSettings.minScore`. @type {string | undefined} */
    path: string | undefined;
}
/**
 * The error to throw for one of the native half, whose message is JSON; any other stays as it is.
 * @param {unknown} error
 * @returns {unknown}
 */
export function raised(error: unknown): unknown;
/**
 * Makes a call of the native half, its error as a `FoundryError`.
 * @template T
 * @param {() => T} call
 * @returns {T}
 */
export function made<T>(call: () => T): T;
/**
 * Makes a call at once.
 * @template T
 * @param {() => import('../native').Call} prepare
 * @param {(answer: import('../native').Answer) => T} read
 * @returns {T}
 */
export function now<T>(prepare: () => import("../native").Call, read: (answer: import("../native").Answer) => T): T;
/**
 * Makes a call on a thread of the pool.
 * @template T
 * @param {() => import('../native').Call} prepare
 * @param {(answer: import('../native').Answer) => T} read
 * @returns {Promise<T>}
 */
export function later<T>(prepare: () => import("../native").Call, read: (answer: import("../native").Answer) => T): Promise<T>;
/**
 * Refuses to go on where the caller wants to stop.
 * @param {AbortSignal | undefined} signal
 */
export function unlessAborted(signal: AbortSignal | undefined): void;
/**
 * @param {AbortSignal} signal
 * @returns {FoundryError}
 */
export function stopped(signal: AbortSignal): FoundryError;
