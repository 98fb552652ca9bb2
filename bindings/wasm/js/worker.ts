/** The Worker's side: calls come as messages, answers go as messages. */

import { type ErrorShape, FoundryError } from "./error.js";
import { BlobStore, type FileInput } from "./files.js";
import type { PreviewSession } from "./session.js";
import type { Progress, Settings } from "./shapes.js";
import { initSync } from "./index.js";
import * as calls from "./calls.js";

/** A call by its number. */
export interface Request {
  id: number;
  call: keyof typeof HANDLERS | "start";
  arguments: unknown[];
}

/** An answer, or how far the call is. */
export type Answer =
  | { id: number; result: unknown }
  | { id: number; error: ErrorShape | { text: string } }
  | { id: number; progress: Progress };

/** What `process` gives: the data set by its parts, and the account of it. */
export interface ProcessResult {
  train: Blob;
  validation: Blob;
  test: Blob;
  provenance: Blob;
  manifest: unknown;
}

let session: PreviewSession | undefined;
let tell: (progress: Progress) => void = () => {};

function held(): PreviewSession {
  if (session) return session;
  throw new Error("no preview is open");
}

/** Bytes of a stream as a Blob, which grows outside of this thread's memory. */
class BlobSink {
  #blob = new Blob([]);
  #parts: Uint8Array[] = [];
  #held = 0;

  readonly take = (bytes: Uint8Array): void => {
    this.#parts.push(bytes);
    this.#held += bytes.length;
    if (this.#held > 16 << 20) this.#settle();
  };

  #settle(): void {
    this.#blob = new Blob([this.#blob, ...(this.#parts as BlobPart[])]);
    [this.#parts, this.#held] = [[], 0];
  }

  blob(): Blob {
    this.#settle();
    return this.#blob;
  }
}

/** The calls of a Worker; `FoundryWorker` has a method for each. */
export const HANDLERS = {
  constants: calls.constants,
  inspect: calls.inspect,
  deidentify: (texts: string[], settings?: Settings) => calls.deidentify(texts, settings),
  explain: calls.explain,
  validate: calls.validate,
  toToml: (settings: Settings) => new calls.Engine(settings).toToml(),
  fromToml: (text: string) => new calls.Engine(text).settings,
  process(files: FileInput[], settings: Settings, now?: string): ProcessResult {
    const [train, validation, test, provenance] = [new BlobSink(), new BlobSink(), new BlobSink(), new BlobSink()];
    const to = { train: train.take, validation: validation.take, test: test.take, provenance: provenance.take };
    const options = { now, store: new BlobStore(), onProgress: (at: Progress) => tell(at) };
    const manifest = calls.process(files, to, settings, options);
    return {
      train: train.blob(),
      validation: validation.blob(),
      test: test.blob(),
      provenance: provenance.blob(),
      manifest,
    };
  },
  openPreview(files: FileInput[], settings: Settings, limit?: number) {
    session?.free();
    session = undefined;
    session = calls.openPreview(files, settings, { limit, onProgress: (at) => tell(at) });
    return session.account;
  },
  settle: (settings: Settings, now?: string) => held().settle(settings, now),
  count: (start: number, end: number) => ({ lines: held().count(start, end), tally: held().tally() }),
  view: (index: number) => held().view(index),
};

/** Takes calls from now on. */
export function serve(scope: {
  postMessage(message: Answer): void;
  onmessage: ((event: MessageEvent<Request>) => void) | null;
}): void {
  scope.onmessage = ({ data: { id, call, arguments: given } }) => {
    tell = (progress) => scope.postMessage({ id, progress });
    try {
      const result = call === "start" ? initSync(given[0] as WebAssembly.Module) : run(call, given);
      scope.postMessage({ id, result });
    } catch (thrown) {
      const error = thrown instanceof FoundryError ? thrown.toShape() : { text: thrown instanceof Error ? thrown.message : String(thrown) };
      scope.postMessage({ id, error });
    }
  };
}

function run(call: keyof typeof HANDLERS, given: unknown[]): unknown {
  return (HANDLERS[call] as (...given: unknown[]) => unknown)(...given);
}
