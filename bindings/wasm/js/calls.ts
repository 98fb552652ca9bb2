/** The calls: the same in every engine. `init` has to be awaited once, or `initSync` called, before any of them. */

import { FoundryError } from "./error.js";
import { type FileInput, Source, type Store } from "./files.js";
import { JSON_SCHEMA } from "./schema.js";
import { PreviewSession } from "./session.js";
import type {
  CleanedText,
  Constants,
  Conversation,
  DeidentifiedConversation,
  DeidentifiedText,
  EvaluationReport,
  Fault,
  ExportCounts,
  Explanation,
  Finding,
  Inspection,
  LabelledText,
  Manifest,
  MappedMessages,
  Preview,
  Progress,
  ReportData,
  ReportSettings,
  Rows,
  Settings,
  ValidationReport,
} from "./shapes.js";
import * as wasm from "./foundry.js";

/** Settings: an object, or the text of a `foundry.toml`. */
export type SettingsInput = Settings | string;

/** What steers a run beside its settings. */
export interface RunOptions {
  /** The end of a rolling date range and the date of the manifest; the clock's time if absent. */
  now?: string;
  /** Stop after so many data rows. */
  limit?: number;
  /** Bytes of messages held in memory before they go to `store`; 32 MiB if absent. */
  memory?: number;
  /** Where messages go that do not fit; they stay in memory if absent. */
  store?: Store;
  /** Called a few times per megabyte; the run stops where it gives `false`. */
  onProgress?: (progress: Progress) => boolean | void;
}

/** How good findings are, and the first wrong places. */
export interface Evaluated {
  report: EvaluationReport;
  faults: Fault[];
}

/** A report: what its page shows, and the page, one file that asks for nothing. */
export interface Report {
  data: ReportData;
  html: string;
}

/** Where the bytes of a data set go, piece by piece. */
export interface Destination {
  train: (bytes: Uint8Array) => void;
  validation?: (bytes: Uint8Array) => void;
  test?: (bytes: Uint8Array) => void;
  /** The origin of each line, one JSON object a line. */
  provenance?: (bytes: Uint8Array) => void;
}

/** UTF-16 units of texts that cross at a time. */
const BLOCK = 1 << 18;
const encoder = new TextEncoder();

const now = (): string => new Date().toISOString();
const json = (settings?: SettingsInput): string =>
  typeof settings === "string" ? new Engine(settings).settingsJson() : JSON.stringify(settings ?? {});

function wellFormed(text: string): string {
  if (text.isWellFormed()) return text;
  throw new FoundryError({
    code: "invalid_encoding",
    text: "the text holds a lone surrogate, which is no character",
    message: "the text holds a lone surrogate, which is no character",
    hint: "`text.toWellFormed()` puts a replacement character in its place",
  });
}

/** Settings compiled once, for many calls. */
export class Engine {
  readonly #inner: wasm.Engine;

  constructor(settings?: SettingsInput) {
    this.#inner =
      typeof settings === "string"
        ? new wasm.Engine(settings, true)
        : new wasm.Engine(JSON.stringify(settings ?? {}), false);
  }

  /** The settings complete, without their keys. */
  get settings(): Settings {
    return JSON.parse(this.#inner.config()) as Settings;
  }

  /** SHA-256 over the settings without their keys. */
  get fingerprint(): string {
    return this.#inner.fingerprint();
  }

  settingsJson(): string {
    return this.#inner.config();
  }

  /** The text of a `foundry.toml`: whatever differs from the defaults. */
  toToml(): string {
    return this.#inner.toml();
  }

  /** A text, or a list of texts each by itself, without personal data. A text without any comes back as it is. */
  deidentify(text: string): string;
  deidentify(texts: readonly string[]): string[];
  deidentify(given: string | readonly string[]): string | string[] {
    if (typeof given === "string") return this.#inner.replaced(wellFormed(given)) ?? given;
    const done = [...given];
    for (let start = 0; start < given.length; ) {
      // In blocks: crossing into the module costs as much as a short text does inside.
      const block: string[] = [];
      for (let units = 0; start < given.length && (units += given[start]!.length) <= BLOCK; start++) block.push(wellFormed(given[start]!));
      if (block.length === 0) block.push(wellFormed(given[start++]!));
      const [places, lengths, joined] = this.#inner.replacedAll(
        encoder.encode(block.join("")),
        Uint32Array.from(block, (text) => text.length),
      ) as [Uint32Array, Uint32Array, string];
      for (let nth = 0, at = 0; nth < places.length; nth++) {
        done[start - block.length + places[nth]!] = joined.slice(at, (at += lengths[nth]!));
      }
    }
    return done;
  }

  /** A text without personal data, and what its tokens stand for. */
  deidentifyText(text: string): DeidentifiedText {
    const [clean, ...members] = this.#inner.withTokens(wellFormed(text));
    const tokenMap: Record<string, string> = {};
    for (let at = 0; at < members.length; at += 2) tokenMap[members[at]!] = members[at + 1]!;
    return { text: clean!, tokenMap };
  }

  /** What is found in a text: sorted, never overlapping. Offsets count UTF-16 units, as strings do here. */
  find(text: string, offsets: "utf16" | "chars" | "bytes" = "utf16"): Finding[] {
    return JSON.parse(this.#inner.find(wellFormed(text), offsets)) as Finding[];
  }

  /** Every finding with its reasons, those that were dropped too. */
  explain(text: string): Explanation[] {
    return JSON.parse(this.#inner.explain(wellFormed(text))) as Explanation[];
  }

  /** What is left of a message without quotes, signatures and notices. */
  clean(text: string): CleanedText {
    return JSON.parse(this.#inner.clean(wellFormed(text))) as CleanedText;
  }

  /** A conversation de-identified and audited. */
  deidentifyConversation(conversation: Conversation): DeidentifiedConversation {
    return JSON.parse(this.#inner.deidentifyConversation(JSON.stringify(conversation))) as DeidentifiedConversation;
  }

  /** Conversations de-identified and written in the format of the settings. */
  export(conversations: readonly Conversation[]): { output: Uint8Array; counts: ExportCounts } {
    const [output, counts] = this.#inner.export(JSON.stringify(conversations)) as [Uint8Array, string];
    return { output, counts: JSON.parse(counts) as ExportCounts };
  }

  /** How good our findings, or those of `predictions`, are on labelled lines. */
  evaluate(
    lines: readonly LabelledText[],
    options: {
      predictions?: readonly LabelledText[];
      labelMap?: Record<string, string>;
      offsets?: "utf16" | "chars" | "bytes";
      showErrors?: number;
    } = {},
  ): Evaluated {
    const text = (lines: readonly LabelledText[]): string[] => lines.map((line) => JSON.stringify(line));
    const { predictions, labelMap = {}, offsets = "utf16", showErrors = 0 } = options;
    const given = predictions && text(predictions);
    const done = this.#inner.evaluate(text(lines), given, JSON.stringify(labelMap), offsets, showErrors);
    return JSON.parse(done) as Evaluated;
  }

  /** What a file holds and what its columns mean. */
  inspect(file: FileInput, samples = 3): Inspection {
    return JSON.parse(this.#inner.inspect(Source.of(file), samples)) as Inspection;
  }

  /** The rows of a file as messages. */
  mapMessages(file: FileInput): MappedMessages {
    return JSON.parse(this.#inner.mapMessages(Source.of(file))) as MappedMessages;
  }

  /** The first conversations of a file before and after. */
  preview(file: FileInput, options: { now?: string; rows?: number; count?: number } = {}): Preview {
    const { rows = 2_000, count = 3 } = options;
    return JSON.parse(this.#inner.preview(Source.of(file), options.now ?? now(), rows, count)) as Preview;
  }

  /** Why the filters leave a conversation out: the stable code, or `null` to keep it. */
  filterReason(conversation: Conversation, at: string = now()): string | null {
    return this.#inner.filterReason(JSON.stringify(conversation), at) ?? null;
  }

  /** Frees the memory of the compiled settings. */
  free(): void {
    this.#inner.free();
  }
}

let last: { settings: string; engine: Engine } | undefined;

/** The settings of the last call are held compiled. */
function engine(settings?: SettingsInput): Engine {
  const key = typeof settings === "string" ? settings : JSON.stringify(settings ?? {});
  if (last?.settings !== key) last = { settings: key, engine: new Engine(settings) };
  return last.engine;
}

/** {@link Engine.deidentify} */
export function deidentify(text: string, settings?: SettingsInput): string;
export function deidentify(texts: readonly string[], settings?: SettingsInput): string[];
export function deidentify(given: string | readonly string[], settings?: SettingsInput): string | string[] {
  return typeof given === "string" ? engine(settings).deidentify(given) : engine(settings).deidentify(given);
}

/** {@link Engine.deidentifyText} */
export const deidentifyText = (text: string, settings?: SettingsInput): DeidentifiedText =>
  engine(settings).deidentifyText(text);

/** {@link Engine.find} */
export const find = (text: string, settings?: SettingsInput, offsets?: "utf16" | "chars" | "bytes"): Finding[] =>
  engine(settings).find(text, offsets);

/** {@link Engine.explain} */
export const explain = (text: string, settings?: SettingsInput): Explanation[] => engine(settings).explain(text);

/** {@link Engine.clean} */
export const clean = (text: string, settings?: SettingsInput): CleanedText => engine(settings).clean(text);

/** {@link Engine.deidentifyConversation} */
export const deidentifyConversation = (
  conversation: Conversation,
  settings?: SettingsInput,
): DeidentifiedConversation => engine(settings).deidentifyConversation(conversation);

/** {@link Engine.inspect} */
export const inspect = (file: FileInput, settings?: SettingsInput, samples?: number): Inspection =>
  engine(settings).inspect(file, samples);

/** What the columns of a file mean, each with reasons. */
export const detectMapping = (
  file: FileInput,
  settings?: SettingsInput,
): Pick<Inspection, "mappings" | "warnings" | "product"> & { options: Inspection["mappingOptions"] } => {
  const { mappings, mappingOptions: options, warnings, product } = engine(settings).inspect(file, 0);
  return { mappings, options, warnings, product };
};

/** {@link Engine.mapMessages} */
export const mapMessages = (file: FileInput, settings?: SettingsInput): MappedMessages => engine(settings).mapMessages(file);

/** {@link Engine.preview} */
export const preview = (
  file: FileInput,
  settings?: SettingsInput,
  options?: { now?: string; rows?: number; count?: number },
): Preview => engine(settings).preview(file, options);

/** {@link Engine.filterReason} */
export const filterReason = (conversation: Conversation, settings?: SettingsInput, at?: string): string | null =>
  engine(settings).filterReason(conversation, at);

/** {@link Engine.evaluate} */
export const evaluate = (
  lines: readonly LabelledText[],
  settings?: SettingsInput,
  options?: Parameters<Engine["evaluate"]>[1],
): Evaluated => engine(settings).evaluate(lines, options);

/** {@link Engine.export} */
const exportConversations = (
  conversations: readonly Conversation[],
  settings?: SettingsInput,
): { output: Uint8Array; counts: ExportCounts } => engine(settings).export(conversations);
export { exportConversations as export };

/** Originals for tokens, and, with the key, for encrypted values: one text, or those of one conversation in order. */
export function reidentify(text: string, tokenMap?: Record<string, string>, encryptionKey?: string): string;
export function reidentify(texts: readonly string[], tokenMap?: Record<string, string>, encryptionKey?: string): string[];
export function reidentify(
  given: string | readonly string[],
  tokenMap: Record<string, string> = {},
  encryptionKey?: string,
): string | string[] {
  const texts = typeof given === "string" ? [given] : [...given];
  const done = wasm.reidentify(texts, JSON.stringify(tokenMap), encryptionKey);
  return typeof given === "string" ? done[0]! : done;
}

/** What breaks the rules of a training format in a file, ours or not; without a format the first line tells it. */
export const validate = (file: FileInput, format?: string): ValidationReport =>
  JSON.parse(wasm.validate(Source.of(file), format)) as ValidationReport;

/** The rows of a file, as they are read. */
export function read(file: FileInput, settings?: SettingsInput, most = 100_000): Rows {
  const reader = new wasm.Reader(json(settings), Source.of(file));
  try {
    const rows = JSON.parse(reader.rows(most)) as Rows["rows"];
    const warnings = JSON.parse(reader.warnings()) as Rows["warnings"];
    return { ...(JSON.parse(reader.head()) as Pick<Rows, "columns" | "types" | "options">), rows, warnings };
  } finally {
    reader.free();
  }
}

/** The whole job: files in, the data set into `to`, the account of it back. */
export function process(
  files: readonly FileInput[],
  to: Destination,
  settings?: SettingsInput,
  options: RunOptions = {},
): Manifest {
  const { onProgress, ...rest } = options;
  const progress = onProgress && ((told: string) => onProgress(JSON.parse(told) as Progress));
  const sources = files.map((file) => Source.of(file));
  const manifest = wasm.process(json(settings), sources, options.now ?? now(), { ...to, ...rest, progress } as never);
  return JSON.parse(manifest) as Manifest;
}

/** What conversations are like and what a run makes of them: its page, and what the page shows. Keeps no data set. */
export function report(
  files: readonly FileInput[],
  settings?: SettingsInput,
  options: RunOptions & Partial<ReportSettings> = {},
): Report {
  const { onProgress, samples, originals, utcOffset, ...rest } = options;
  const progress = onProgress && ((told: string) => onProgress(JSON.parse(told) as Progress));
  const sources = files.map((file) => Source.of(file));
  const shown = JSON.stringify({ samples, originals, utcOffset });
  const [data, html] = wasm.report(json(settings), sources, options.now ?? now(), shown, { ...rest, progress } as never);
  return { data: JSON.parse(data!) as ReportData, html: html! };
}

/** Files read once, whose conversations can be looked at under one setting after the other. */
export const openPreview = (
  files: readonly FileInput[],
  settings?: SettingsInput,
  options: Pick<RunOptions, "limit" | "onProgress"> = {},
): PreviewSession => PreviewSession.open(files, json(settings), options);

/** The JSON Schema of the settings. */
export const jsonSchema = (): Record<string, unknown> => JSON.parse(JSON_SCHEMA) as Record<string, unknown>;

/** Entity types, export formats, policies, error codes, and the version. */
export const constants = (): Constants => JSON.parse(wasm.constants()) as Constants;
