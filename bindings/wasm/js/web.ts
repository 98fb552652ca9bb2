/** The package for browsers and bundlers. */

import { compiled, PACKED } from "./load.js";
import { startLater } from "./start.js";

export * from "./index.js";

let started: Promise<void> | undefined;

/** Loads the compiled module once: its own file beside this one, or what is given. */
export function init(module: URL | string | Response | WebAssembly.Module | BufferSource = PACKED): Promise<void> {
  const isAddress = module instanceof URL || typeof module === "string" || module instanceof Response;
  started ??= (isAddress ? compiled(module) : Promise.resolve(module)).then(startLater);
  return started;
}
