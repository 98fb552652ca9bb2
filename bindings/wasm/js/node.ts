/** The package for Node. */

import { readFileSync } from "node:fs";
import { closeSync, fstatSync, openSync, readSync, writeSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import type { NamedFile, Store } from "./files.js";
import { type LoadedModule, startLater } from "./start.js";

export * from "./index.js";

let started: Promise<void> | undefined;

/** Loads the compiled module once: its own file beside this one, or what is given. */
export function init(module?: LoadedModule): Promise<void> {
  started ??= Promise.resolve(module ?? readFileSync(new URL("./foundry.wasm", import.meta.url)))
    .then(startLater);
  return started;
}

/** A file of the disk, read piece by piece; to be closed when it is done with. */
export function openFile(path: string): NamedFile & { close(): void } {
  const file = openSync(path, "r");
  const size = fstatSync(file).size;
  const readAt = (offset: number, length: number): Uint8Array => {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
  };
  return { name: basename(path), data: { size, readAt }, close: () => closeSync(file) };
}

/** A temporary file for what does not fit in memory; to be closed when the run is over. */
export class FileStore implements Store {
  readonly #folder = mkdtempSync(join(tmpdir(), "foundry-"));
  readonly #file = openSync(join(this.#folder, "messages"), "w+", 0o600);
  #end = 0;

  append(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done, bytes.length - done, this.#end + done);
    this.#end += bytes.length;
  }

  readAt(offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, readSync(this.#file, bytes, 0, length, offset));
  }

  close(): void {
    closeSync(this.#file);
    rmSync(this.#folder, { recursive: true });
  }
}
