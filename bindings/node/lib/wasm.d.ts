/**
 * The native interface over the WASM package, which must be started.
 * @param {any} wasm
 * @returns {any}
 */
export function adapt(wasm: any): any;
/** The WASM package, found and started. */
export function load(): any;
