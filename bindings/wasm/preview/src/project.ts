/** What is on the page: files, settings, and what comes out. One object; React looks at snapshots of it. */

import { FoundryError } from "@foundry/wasm/error.js";
import type { DataSet } from "@foundry/wasm/client.js";
import type {
  FieldMapping,
  Inspection,
  PiiSettings,
  PreviewAccount,
  PreviewTally,
  Progress,
  Settings,
  ValidationReport,
  View,
  ViewLine,
} from "@foundry/wasm/shapes.js";

import type { Library } from "./library";

/** What went wrong, for a person. */
export interface Problem {
  title: string;
  text: string;
  hint?: string;
  path?: string;
}

/** A data set that was made, and what the rules of its format say to it. */
export interface Made {
  dataSet: DataSet;
  report: ValidationReport | null;
  settings: Settings;
  toml: string;
}

export interface ProjectState {
  files: File[];
  settings: Settings;
  inspection: Inspection | null;
  account: PreviewAccount | null;
  /** One line for each conversation that was counted; the list grows in place. */
  lines: ViewLine[];
  tally: PreviewTally | null;
  /** Reading, or the run for the export. */
  progress: Progress | null;
  isReading: boolean;
  /** What stops everything: the files cannot be read so. */
  problem: Problem | null;
  /** What is wrong with the settings; the last good ones are on show. */
  settingsProblem: Problem | null;
  selected: number;
  view: View | null;
  made: Made | null;
  isMaking: boolean;
  makingProblem: Problem | null;
  /** For undo: the settings before the last rule was added. */
  version: number;
}

/** At most so many rows are held for looking; the export reads all. */
export const HELD_ROWS = 200_000;
/** So many rows of a large file are shown first, and from so many bytes on a file is large. */
const FIRST_ROWS = 4_000;
const LARGE = 3 << 20;
/** So long the Worker counts before it looks whether something else is wanted, in milliseconds. */
const SLICE_MS = 40;

const EMPTY: ProjectState = {
  files: [],
  settings: {},
  inspection: null,
  account: null,
  lines: [],
  tally: null,
  progress: null,
  isReading: false,
  problem: null,
  settingsProblem: null,
  selected: 0,
  view: null,
  made: null,
  isMaking: false,
  makingProblem: null,
  version: 0,
};

export class Project {
  readonly #library: Library;
  readonly #listeners = new Set<() => void>();
  #state = EMPTY;
  /** Counts what makes earlier answers worthless. */
  #reading = 0;
  #settling = 0;
  #making: AbortController | null = null;

  constructor(library: Library) {
    this.#library = library;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): ProjectState => this.#state;

  #set(change: Partial<ProjectState>): void {
    this.#state = { ...this.#state, ...change, version: this.#state.version + 1 };
    for (const listener of this.#listeners) listener();
  }

  /** Forgets everything. */
  close(): void {
    this.#reading++;
    this.#settling++;
    this.#making?.abort();
    this.#library.worker.restart();
    this.#set({ ...EMPTY, lines: [] });
  }

  /** Takes files and shows them; settings stay. */
  async open(files: File[]): Promise<void> {
    const settings = { ...this.#state.settings, mappings: undefined, mappingOptions: undefined };
    this.#set({ ...EMPTY, lines: [], files, settings, isReading: true });
    await this.#read(true);
  }

  /** Changes the mapping; everything is read again. */
  async remap(mappings: FieldMapping[]): Promise<void> {
    const mappingOptions = this.#state.settings.mappingOptions ?? this.#state.inspection?.mappingOptions;
    const plain = mappings.map(({ reasons: _, ...mapping }) => mapping);
    this.#set({ settings: { ...this.#state.settings, mappings: plain, mappingOptions }, isReading: true });
    await this.#read(false);
  }

  async #read(inspects: boolean): Promise<void> {
    const reading = ++this.#reading;
    this.#settling++;
    this.#making?.abort();
    const { worker } = this.#library;
    const { files, settings } = this.#state;
    const isStale = (): boolean => reading !== this.#reading;
    this.#set({ problem: null, account: null, tally: null, lines: [], view: null, made: null, progress: null });
    try {
      if (inspects) {
        const inspection = await worker.call("inspect", [files[0]!, settings, 4]);
        if (isStale()) return;
        this.#set({ inspection });
      }
      const onProgress = (progress: Progress): void => {
        if (!isStale()) this.#set({ progress });
      };
      // Of a large file the first rows are shown while all of them are read.
      if (files.reduce((sum, file) => sum + file.size, 0) > LARGE) {
        const first = await worker.call("openPreview", [files, settings, FIRST_ROWS]);
        await worker.call("settle", [settings]);
        const view = first.conversations > 0 ? await worker.call("view", [0]) : null;
        const { lines, tally } = await worker.call("count", [0, 40]);
        if (isStale()) return;
        this.#set({ account: first, view, lines, tally, selected: 0 });
      }
      const account = await worker.call("openPreview", [files, settings, HELD_ROWS], { onProgress });
      if (isStale()) return;
      this.#set({ account, isReading: false, progress: null });
      await this.#settle();
    } catch (error) {
      if (!isStale()) this.#set({ problem: problemOf(error, "This file cannot be used as it is"), isReading: false });
    }
  }

  /** Changes settings; everything but reading runs again at once. */
  readonly change = (settings: Settings): void => {
    this.#set({ settings });
    if (this.#state.account && !this.#state.isReading) void this.#settle();
  };

  /** Changes the de-identification. */
  readonly changePii = (change: Partial<PiiSettings>): void => {
    const { settings } = this.#state;
    this.change({ ...settings, piiSettings: { ...settings.piiSettings, ...change } });
  };

  async #settle(): Promise<void> {
    const settling = ++this.#settling;
    const isStale = (): boolean => settling !== this.#settling;
    const { worker } = this.#library;
    // What was changed while a file was read counts too.
    const { settings, selected, account } = this.#state;
    this.#making?.abort();
    try {
      await worker.call("settle", [settings]);
      if (isStale()) return;
      const total = account?.conversations ?? 0;
      const view = total > 0 ? await worker.call("view", [Math.min(selected, total - 1)]) : null;
      if (isStale()) return;
      const lines: ViewLine[] = [];
      this.#set({ settingsProblem: null, made: null, makingProblem: null, view });
      for (let [at, size] = [0, 24]; at < total; ) {
        const started = performance.now();
        const done = await worker.call("count", [at, at + size]);
        if (isStale()) return;
        lines.push(...done.lines);
        at += done.lines.length;
        if (done.lines.length === 0) break;
        // The old lines stay on show until there are enough new ones to fill a screen.
        this.#set({ lines, tally: done.tally });
        const took = performance.now() - started;
        size = Math.max(8, Math.min(2_000, Math.round((size * SLICE_MS) / Math.max(took, 1))));
      }
      if (total === 0) this.#set({ lines, tally: null });
    } catch (error) {
      if (!isStale()) this.#set({ settingsProblem: problemOf(error, "These settings do not fit") });
    }
  }

  /** Shows a conversation. */
  readonly select = async (selected: number): Promise<void> => {
    this.#set({ selected });
    const settling = this.#settling;
    const view = await this.#library.worker.call("view", [selected]).catch(() => null);
    if (settling === this.#settling && this.#state.selected === selected) this.#set({ view });
  };

  /** Makes the whole data set, and checks it by the rules of its format. */
  readonly make = async (): Promise<void> => {
    const { files, settings } = this.#state;
    const { worker } = this.#library;
    this.#making?.abort();
    const making = (this.#making = new AbortController());
    this.#set({ isMaking: true, makingProblem: null, made: null, progress: null });
    try {
      const onProgress = (progress: Progress): void => {
        if (!making.signal.aborted) this.#set({ progress });
      };
      const dataSet = await worker.process(files, settings, { onProgress, signal: making.signal });
      const toml = await worker.call("toToml", [settings]);
      const format = dataSet.manifest.output.format;
      const file = { name: "data set", data: dataSet.train };
      // A table is no text; its lines were checked before they went in.
      const report = format === "parquet" ? null : await worker.call("validate", [file, format]);
      if (!making.signal.aborted) this.#set({ made: { dataSet, report, settings, toml }, isMaking: false, progress: null });
    } catch (error) {
      const problem = making.signal.aborted ? null : problemOf(error, "The data set was not made");
      if (this.#making === making) this.#set({ isMaking: false, makingProblem: problem, progress: null });
    }
  };

  /** Stops making the data set. */
  readonly stopMaking = (): void => this.#making?.abort();
}

function problemOf(error: unknown, title: string): Problem {
  if (error instanceof FoundryError) {
    const { reason, hint, file, row, column, path } = error;
    const place = [file, row && `row ${row}`, column && `column “${column}”`, path].filter(Boolean).join(", ");
    return { title, text: place ? `${reason} (${place})` : reason, hint, path };
  }
  return { title, text: error instanceof Error ? error.message : String(error) };
}
