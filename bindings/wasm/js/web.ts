/** The package for browsers and bundlers. */

import { type LoadedModule, startLater } from "./start.js";

export * from "./index.js";

let started: Promise<void> | undefined;

/** Loads the compiled module once: its own file beside this one, or what is given. */
export function init(module?: URL | string | Response | WebAssembly.Module | BufferSource): Promise<void> {
  started ??= load(module ?? new URL("./foundry.wasm", import.meta.url)).then(startLater);
  return started;
}

async function load(given: URL | string | Response | WebAssembly.Module | BufferSource): Promise<LoadedModule> {
  if (given instanceof URL || typeof given === "string") given = await fetch(given);
  if (!(given instanceof Response)) return given;
  if (!given.ok) throw new Error(`the module cannot be loaded: HTTP ${given.status}`);
  return given.headers.get("content-type")?.startsWith("application/wasm")
    ? WebAssembly.compileStreaming(given)
    : WebAssembly.compile(await given.arrayBuffer());
}
