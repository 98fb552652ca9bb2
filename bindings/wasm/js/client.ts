/** The page's side: calls with promises, progress and cancelling, run in Web Workers. */

import { type ErrorShape, FoundryError } from "./error.js";
import type { FileInput } from "./files.js";
import { compiled, PACKED } from "./load.js";
import type { Manifest, Progress, Settings } from "./shapes.js";
import type { Answer, HANDLERS, ProcessResult } from "./worker.js";

type Handlers = typeof HANDLERS;
type Call = keyof Handlers;

/** What may accompany a call. */
export interface CallOptions {
  /** Called with how far the call is. */
  onProgress?: (progress: Progress) => void;
  /** Ends the call; its promise is rejected with the signal's reason. */
  signal?: AbortSignal;
}

/** The data set of a run. */
export type DataSet = Omit<ProcessResult, "manifest"> & { manifest: Manifest };

interface Waiting {
  resolve: (result: never) => void;
  reject: (reason: unknown) => void;
  onProgress?: (progress: Progress) => void;
}

/** How a Worker is made: `() => new Worker(new URL("@foundry/wasm/thread.js", import.meta.url), { type: "module" })`. */
export type MakeWorker = () => Worker;

const ownWorker: MakeWorker = () => new Worker(new URL("./thread.js", import.meta.url), { type: "module" });

/** The library in a Worker. Calls wait for each other; a run has a Worker to itself, so that it holds nothing up. */
export class FoundryWorker {
  readonly #make: MakeWorker;
  readonly #module: WebAssembly.Module;
  #worker: Worker;
  #waiting = new Map<number, Waiting>();
  #last = 0;

  private constructor(module: WebAssembly.Module, make: MakeWorker) {
    this.#make = make;
    this.#module = module;
    this.#worker = this.#started();
  }

  /** Loads the compiled module from its address, or takes it as it is, and starts a Worker with it. */
  static async start(
    module: URL | string | WebAssembly.Module = PACKED,
    make: MakeWorker = ownWorker,
  ): Promise<FoundryWorker> {
    return new FoundryWorker(module instanceof WebAssembly.Module ? module : await compiled(module), make);
  }

  /** Makes one of the Worker's calls. */
  call<C extends Call>(
    call: C,
    given: Parameters<Handlers[C]>,
    options: CallOptions = {},
  ): Promise<ReturnType<Handlers[C]>> {
    return this.#post(call, given, options);
  }

  /** The whole job in a Worker of its own, which is ended where the signal says so. */
  async process(
    files: readonly FileInput[],
    settings: Settings,
    options: CallOptions & { now?: string } = {},
  ): Promise<DataSet> {
    const own = new FoundryWorker(this.#module, this.#make);
    try {
      return (await own.call("process", [[...files], settings, options.now], options)) as DataSet;
    } finally {
      own.end();
    }
  }

  /** Ends the Worker and whatever it was doing, and starts a new one; an open preview is gone. */
  restart(reason: unknown = new DOMException("the call was stopped", "AbortError")): void {
    this.end(reason);
    this.#worker = this.#started();
  }

  /** Ends the Worker. */
  end(reason: unknown = new DOMException("the Worker has ended", "AbortError")): void {
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }

  #started(): Worker {
    const worker = this.#make();
    worker.onmessage = ({ data }: MessageEvent<Answer>) => this.#take(data);
    worker.onerror = (event) => {
      event.preventDefault();
      for (const { reject } of this.#waiting.values()) reject(new Error(event.message || "the Worker failed"));
      this.#waiting.clear();
    };
    worker.postMessage({ id: 0, call: "start", arguments: [this.#module] });
    return worker;
  }

  #post<T>(call: string, given: unknown[], { onProgress, signal }: CallOptions): Promise<T> {
    signal?.throwIfAborted();
    const id = ++this.#last;
    return new Promise<T>((resolve, reject) => {
      const stop = (): void => {
        this.#waiting.delete(id);
        reject(signal?.reason);
        // Nobody can tell a thread that computes to stop; it can only be ended.
        this.restart(signal?.reason);
      };
      const done = (): void => signal?.removeEventListener("abort", stop);
      signal?.addEventListener("abort", stop, { once: true });
      this.#waiting.set(id, {
        resolve: (result) => (done(), resolve(result)),
        reject: (reason) => (done(), reject(reason)),
        onProgress,
      });
      this.#worker.postMessage({ id, call, arguments: given });
    });
  }

  #take(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    if ("progress" in answer) return waiting?.onProgress?.(answer.progress);
    this.#waiting.delete(answer.id);
    if ("error" in answer) waiting?.reject(asError(answer.error));
    else waiting?.resolve(answer.result as never);
  }
}

function asError(error: ErrorShape | { text: string }): Error {
  return "code" in error ? new FoundryError(error) : new Error(error.text);
}
