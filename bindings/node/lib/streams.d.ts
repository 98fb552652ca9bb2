export type Clean = (texts: string[]) => Promise<string[]>;
/**
 * Lines of text; their ends stay as they are.
 * @param {Clean} clean
 * @returns {Transform}
 */
export function lines(clean: Clean): Transform;
/**
 * Lines of `{"id", "text"}`; blank ones are left out.
 * @param {Clean} clean
 * @returns {Transform}
 */
export function ndjson(clean: Clean): Transform;
import { Transform } from "stream";
