/** Starting the compiled module: once for each thread. */

import bindLater, { initSync as bind } from "./foundry.js";

/** A module compiled, or the bytes of one. */
export type LoadedModule = WebAssembly.Module | BufferSource;

let isStarted = false;

/** Starts a module without holding up the thread. */
export async function startLater(module: LoadedModule): Promise<void> {
  if (isStarted) return;
  await bindLater({ module_or_path: module });
  isStarted = true;
}

/** Starts a module that is at hand; in a page's main thread engines allow that for small modules alone. */
export function start(module: LoadedModule): void {
  if (isStarted) return;
  bind({ module });
  isStarted = true;
}
