/** Conversations before and after, one by one. */

import { type FileInput, Source } from "./files.js";
import type { PreviewAccount, PreviewTally, Progress, Settings, View, ViewLine } from "./shapes.js";
import * as wasm from "./foundry.js";

/** Files read once and held; settings can change as often as one likes. */
export class PreviewSession {
  readonly #inner: wasm.Session;

  private constructor(inner: wasm.Session) {
    this.#inner = inner;
  }

  static open(
    files: readonly FileInput[],
    settings: string,
    { limit, onProgress }: { limit?: number; onProgress?: (progress: Progress) => boolean | void },
  ): PreviewSession {
    const progress = onProgress && ((told: string) => onProgress(JSON.parse(told) as Progress));
    return new PreviewSession(new wasm.Session(settings, files.map((file) => Source.of(file)), limit, progress));
  }

  /** What reading gave. */
  get account(): PreviewAccount {
    return JSON.parse(this.#inner.account()) as PreviewAccount;
  }

  /** Looks at everything under these settings from now on; counts begin anew. */
  settle(settings: Settings, now: string = new Date().toISOString()): void {
    this.#inner.settle(JSON.stringify(settings), now);
  }

  /** One line about each conversation from `start` to before `end`; they are added to the tally. */
  count(start: number, end: number): ViewLine[] {
    return JSON.parse(this.#inner.count(start, end)) as ViewLine[];
  }

  /** The counts of all that was counted. */
  tally(): PreviewTally {
    return JSON.parse(this.#inner.tally()) as PreviewTally;
  }

  /** A conversation before and after; `null` where there is none. */
  view(index: number): View | null {
    return JSON.parse(this.#inner.view(index)) as View | null;
  }

  free(): void {
    this.#inner.free();
  }
}
