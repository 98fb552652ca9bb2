/**
 * One input: a path or pattern, bytes, or what gives bytes; with a name, which hints at the format, where it has none.
 */
export type Input = string | URL | Uint8Array | AsyncIterable<Uint8Array | string> | NamedInput;
export type NamedInput = {
    name: string;
    data: Uint8Array | string | AsyncIterable<Uint8Array | string>;
};
/**
 * An input that is at hand.
 */
export type FileInput = string | URL | Uint8Array | {
    name: string;
    data: Uint8Array | string;
};
export type Source = {
    name: string;
    path: string;
} | {
    name: string;
    bytes: Buffer;
} | {
    name: string;
    stream: AsyncIterable<Uint8Array | string>;
};
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
export function source(given: Input): Source;
/**
 * An input for a call that waits.
 * @param {FileInput} given
 * @returns {{ name: string, path?: string, bytes?: Buffer }}
 */
export function file(given: FileInput): {
    name: string;
    path?: string;
    bytes?: Buffer;
};
/**
 * An input for a call that gives a promise; a stream is read to its end.
 * @param {Input} given
 * @returns {Promise<{ name: string, path?: string, bytes?: Buffer }>}
 */
export function fileLater(given: Input): Promise<{
    name: string;
    path?: string;
    bytes?: Buffer;
}>;
/**
 * The inputs of a run.
 * @param {Input | readonly Input[]} given
 * @returns {Source[]}
 */
export function sources(given: Input | readonly Input[]): Source[];
/**
 * @param {Uint8Array | string} bytes
 * @returns {Buffer}
 */
export function asBuffer(bytes: Uint8Array | string): Buffer;
/**
 * Labelled lines, or those of another tool, as their JSON.
 * @param {readonly object[]} lines
 * @returns {string[]}
 */
export function jsonLines(lines: readonly object[]): string[];
