/** The compiled library in its Workers: loaded once, with the page. */

import { FoundryWorker } from "@foundry/wasm/client.js";
import type { Constants } from "@foundry/wasm/shapes.js";
import thread from "@foundry/wasm/thread.js?worker&url";

export interface Library {
  worker: FoundryWorker;
  constants: Constants;
}

/** Starts the library. Everything that the page will ever need is here when the promise is fulfilled. */
export async function loadLibrary(): Promise<Library> {
  // Workers come and go; their script is held, so that a new one asks for nothing.
  const script = await (await fetch(new URL(thread, document.baseURI))).text();
  const held = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const worker = await FoundryWorker.start(undefined, () => new Worker(held, { type: "module" }));
  const constants = await worker.call("constants", []);
  void warmUp(worker);
  return { worker, constants };
}

/** Engines compile what is called when it is first called: that is done before there is a file. */
async function warmUp(worker: FoundryWorker): Promise<void> {
  const text = "id,role,time,message\n1,customer,2025-01-01 10:00,Hello this is Ann Example of Berlin\n1,agent,2025-01-01 10:05,Write to ann@example.com\n";
  const file = { name: "warm-up.csv", data: text };
  try {
    await worker.call("inspect", [file]);
    await worker.call("openPreview", [[file], {}]);
    await worker.call("settle", [{}]);
    await worker.call("view", [0]);
    await worker.call("count", [0, 1]);
  } catch {
    // Nothing depends on it.
  }
}
