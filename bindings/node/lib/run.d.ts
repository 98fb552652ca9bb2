export type Input = import("./files").Input;
export type FileInput = import("./files").FileInput;
export type Writable = import("node:stream").Writable;
export type Manifest = import("../types").Manifest;
export type Progress = import("../types").Progress;
/**
 * Where a run writes: a path (written aside, then renamed: the old file or the whole new one), or a stream, which is not ended.
 */
export type Output = string | Writable;
/**
 * What steers a run beside its settings. None of it but `limit` and `now` changes a byte of the data set.
 */
export type RunOptions = {
    /**
     * Whether `out` is a folder as the Hub reads it: data files, card, Croissant description, manifest, origin of each line.
     */
    folder?: boolean | undefined;
    /**
     * Takes the origin of each line.
     */
    provenance?: Output | undefined;
    /**
     * Takes what proves how the data set was made, as a ZIP.
     */
    evidence?: Output | undefined;
    /**
     * Takes the manifest.
     */
    report?: Output | undefined;
    /**
     * Takes a page on what the conversations are like and what the run made of them.
     */
    htmlReport?: Output | undefined;
    /**
     * Worker threads; all processors if absent.
     */
    threads?: number | undefined;
    /**
     * Bytes of messages held in memory before they go to a temporary file; 32 MiB if absent.
     */
    memory?: number | undefined;
    /**
     * Stop after so many rows.
     */
    limit?: number | undefined;
    /**
     * The folder of the temporary file.
     */
    tempDir?: string | undefined;
    /**
     * The time that counts as now, for equal manifests and rolling date ranges.
     */
    now?: string | Date | undefined;
    /**
     * Stops the run, which then fails with the code `cancelled`.
     */
    signal?: AbortSignal | undefined;
    /**
     * Is told how far the run is; stops it by giving `false`.
     */
    onProgress?: ((progress: Progress) => unknown) | undefined;
};
/**
 * How a run uses the machine, as the native half takes it.
 * @param {RunOptions} options
 */
export function limits({ now, threads: count, memory, limit, tempDir }: RunOptions): {
    now: string;
    threads: number;
    memory: number | undefined;
    limit: number | undefined;
    tempDir: string | undefined;
};
/**
 * Runs the whole job on a thread of its own.
 * @param {import('../native').Engine} engine
 * @param {Input | readonly Input[]} inputs
 * @param {Output | undefined} out
 * @param {RunOptions} options
 * @returns {Promise<Manifest>}
 */
export function process(engine: import("../native").Engine, inputs: Input | readonly Input[], out: Output | undefined, options: RunOptions): Promise<Manifest>;
/**
 * Runs the whole job on the calling thread; paths and bytes only.
 * @param {import('../native').Engine} engine
 * @param {FileInput | readonly FileInput[]} inputs
 * @param {string | undefined} out
 * @param {RunOptions} options
 * @returns {Manifest}
 */
export function processSync(engine: import("../native").Engine, inputs: FileInput | readonly FileInput[], out: string | undefined, options: RunOptions): Manifest;
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
export function time(given: Date | string | undefined): string;
/**
 * @param {number | undefined} given
 * @returns {number}
 */
export function threads(given: number | undefined): number;
