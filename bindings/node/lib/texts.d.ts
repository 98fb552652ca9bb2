/**
 * How one kind of call is made on many texts.
 */
export type Way<T> = {
    /**
     * What comes back for texts of which nothing is known yet.
     */
    start: (texts: Texts) => T[];
    prepare: (engine: Engine, block: Block, threads: number) => Call;
    /**
     * Puts the answers of a block where they belong.
     */
    take: (engine: Engine, block: Block, answer: Answer, out: T[]) => void;
};
export type Engine = import("../native").Engine;
export type Answer = import("../native").Answer;
export type Call = import("../native").Call;
export type Texts = readonly (string | null | undefined)[];
export type Block = {
    from: number;
    texts: Texts;
    buffers: Buffer[];
};
/**
 * @param {unknown} text
 * @returns {string}
 */
export function aText(text: unknown): string;
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
export function each<T>(way: Way<T>, engine: Engine, texts: Texts, threads: number): T[];
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
export function eachLater<T>(way: Way<T>, engine: Engine, texts: Texts, threads: number, signal?: AbortSignal): Promise<T[]>;
/** What de-identification gives: the same string where nothing was found. @type {Way<string | null | undefined>} */
export const DEIDENTIFY: Way<string | null | undefined>;
/** What is found in each; `null` for none. @type {Way<import('../types').Finding[] | null>} */
export const FIND: Way<import("../types").Finding[] | null>;
