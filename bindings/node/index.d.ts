export type CleanSettings = import("./types").CleanSettings;
export type ExportConfig = import("./types").ExportConfig;
export type ExportFormat = import("./types").ExportFormat;
export type FilterSettings = import("./types").FilterSettings;
export type PiiSettings = import("./types").PiiSettings;
export type PipelineConfig = import("./types").PipelineConfig;
export type ReadOptions = import("./types").ReadOptions;
export type ValidationReport = import("./types").ValidationReport;
export type Input = import("./lib/files").Input;
export type FileInput = import("./lib/files").FileInput;
export type Config = import("./lib/pipeline").Config;
export type EvaluateOptions = import("./lib/pipeline").EvaluateOptions;
export type GivenConversation = import("./lib/pipeline").GivenConversation;
export type PreviewOptions = import("./lib/pipeline").PreviewOptions;
export type Report = import("./lib/pipeline").Report;
export type ReportOptions = import("./lib/pipeline").ReportOptions;
export type TextOptions = import("./lib/pipeline").TextOptions;
export type Output = import("./lib/run").Output;
export type RunOptions = import("./lib/run").RunOptions;
export type Texts = import("./lib/texts").Texts;
/**
 * Settings under the others.
 */
export type Base = {
    config?: Config;
};
/** The names of all entity types. @type {readonly string[]} */
export const ENTITY_TYPES: readonly string[];
/** The stable codes of all errors. @type {readonly string[]} */
export const ERROR_CODES: readonly string[];
/** The names of all export formats. @type {readonly string[]} */
export const EXPORT_FORMATS: readonly string[];
import { FoundryError } from "./lib/errors";
import { Pipeline } from "./lib/pipeline";
/**
 * Cuts from a message what the person did not write for it, and says what and why.
 *
 * Quoted replies, headers of forwards, signatures, footers, notices, lines of a chat window; `kind` tells receipts and
 * notices of absence. A message of which nothing would be left stays as it was. `process` does it to every message.
 * @param {string} text
 * @param {CleanSettings} [settings]
 * @param {Base} [options]
 * @returns {Promise<import('./types').CleanedText>}
 */
export function clean(text: string, settings?: CleanSettings, options?: Base): Promise<import("./types").CleanedText>;
/**
 * The same on the calling thread.
 * @param {string} text
 * @param {CleanSettings} [settings]
 * @param {Base} [options]
 * @returns {import('./types').CleanedText}
 */
export function cleanSync(text: string, settings?: CleanSettings, options?: Base): import("./types").CleanedText;
/**
 * De-identifies a text, or each text of a list by itself (`null` stays): the same string where nothing was found.
 * `[EMAIL_1]` of two texts need not be the same; use the operator `hash`, or `deidentifyConversation`, where they must.
 * @overload
 * @param {string} data
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {Promise<string>}
 */
export function deidentify(data: string, settings?: import("./types").PiiSettings | undefined, options?: (import("./lib/pipeline").TextOptions & Base) | undefined): Promise<string>;
/**
 * @overload
 * @param {readonly string[]} data
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {Promise<string[]>}
 */
export function deidentify(data: readonly string[], settings?: import("./types").PiiSettings | undefined, options?: (import("./lib/pipeline").TextOptions & Base) | undefined): Promise<string[]>;
/**
 * @overload
 * @param {Texts} data
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {Promise<(string | null | undefined)[]>}
 */
export function deidentify(data: Texts, settings?: import("./types").PiiSettings | undefined, options?: (import("./lib/pipeline").TextOptions & Base) | undefined): Promise<(string | null | undefined)[]>;
/**
 * De-identifies the messages of a conversation, equal values by equal tokens, and audits it for leaks. A list of texts is
 * taken for the messages of one customer.
 * @param {GivenConversation} conversation
 * @param {PiiSettings} [settings]
 * @param {Base} [options]
 * @returns {Promise<import('./types').DeidentifiedConversation>}
 */
export function deidentifyConversation(conversation: GivenConversation, settings?: PiiSettings, options?: Base): Promise<import("./types").DeidentifiedConversation>;
/**
 * The same on the calling thread.
 * @param {GivenConversation} conversation
 * @param {PiiSettings} [settings]
 * @param {Base} [options]
 * @returns {import('./types').DeidentifiedConversation}
 */
export function deidentifyConversationSync(conversation: GivenConversation, settings?: PiiSettings, options?: Base): import("./types").DeidentifiedConversation;
/**
 * A stream of text in, the same lines without personal data out, each by itself.
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {import('node:stream').Transform}
 */
export function deidentifyLines(settings?: PiiSettings, options?: TextOptions & Base): import("node:stream").Transform;
/**
 * A stream of lines of `{"id", "text"}` in, the same without personal data out. Other keys are left out.
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {import('node:stream').Transform}
 */
export function deidentifyNdjson(settings?: PiiSettings, options?: TextOptions & Base): import("node:stream").Transform;
/**
 * The same on the calling thread.
 * @overload
 * @param {string} data
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {string}
 */
export function deidentifySync(data: string, settings?: import("./types").PiiSettings | undefined, options?: (import("./lib/pipeline").TextOptions & Base) | undefined): string;
/**
 * @overload
 * @param {readonly string[]} data
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {string[]}
 */
export function deidentifySync(data: readonly string[], settings?: import("./types").PiiSettings | undefined, options?: (import("./lib/pipeline").TextOptions & Base) | undefined): string[];
/**
 * @overload
 * @param {Texts} data
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {(string | null | undefined)[]}
 */
export function deidentifySync(data: Texts, settings?: import("./types").PiiSettings | undefined, options?: (import("./lib/pipeline").TextOptions & Base) | undefined): (string | null | undefined)[];
/**
 * De-identifies one text, and says what its tokens stand for.
 * @param {string} text
 * @param {PiiSettings} [settings]
 * @param {Base} [options]
 * @returns {Promise<import('./types').DeidentifiedText>}
 */
export function deidentifyText(text: string, settings?: PiiSettings, options?: Base): Promise<import("./types").DeidentifiedText>;
/**
 * The same on the calling thread.
 * @param {string} text
 * @param {PiiSettings} [settings]
 * @param {Base} [options]
 * @returns {import('./types').DeidentifiedText}
 */
export function deidentifyTextSync(text: string, settings?: PiiSettings, options?: Base): import("./types").DeidentifiedText;
/**
 * What the columns of a file mean.
 * @param {Input} input
 * @param {ReadOptions} [settings]
 * @param {Base} [options]
 * @returns {Promise<import('./lib/pipeline').Detection>}
 */
export function detectMapping(input: Input, settings?: ReadOptions, options?: Base): Promise<import("./lib/pipeline").Detection>;
/**
 * The same on the calling thread.
 * @param {FileInput} input
 * @param {ReadOptions} [settings]
 * @param {Base} [options]
 * @returns {import('./lib/pipeline').Detection}
 */
export function detectMappingSync(input: FileInput, settings?: ReadOptions, options?: Base): import("./lib/pipeline").Detection;
/**
 * Judges what is found in labelled texts, `{text, spans: [{start, end, label}]}` each.
 * @param {readonly import('./types').LabelledText[]} lines
 * @param {PiiSettings} [settings]
 * @param {EvaluateOptions & Base} [options]
 * @returns {Promise<import('./types').EvaluationReport & { faults: import('./types').Fault[] }>}
 */
export function evaluate(lines: readonly import("./types").LabelledText[], settings?: PiiSettings, options?: EvaluateOptions & Base): Promise<import("./types").EvaluationReport & {
    faults: import("./types").Fault[];
}>;
/**
 * The same on the calling thread.
 * @param {readonly import('./types').LabelledText[]} lines
 * @param {PiiSettings} [settings]
 * @param {EvaluateOptions & Base} [options]
 * @returns {import('./types').EvaluationReport & { faults: import('./types').Fault[] }}
 */
export function evaluateSync(lines: readonly import("./types").LabelledText[], settings?: PiiSettings, options?: EvaluateOptions & Base): import("./types").EvaluationReport & {
    faults: import("./types").Fault[];
};
/**
 * Every finding of a text with its reasons and what became of it, the dropped ones too.
 * @param {string} text
 * @param {PiiSettings} [settings]
 * @param {Base} [options]
 * @returns {Promise<import('./types').Explanation[]>}
 */
export function explain(text: string, settings?: PiiSettings, options?: Base): Promise<import("./types").Explanation[]>;
/**
 * The same on the calling thread.
 * @param {string} text
 * @param {PiiSettings} [settings]
 * @param {Base} [options]
 * @returns {import('./types').Explanation[]}
 */
export function explainSync(text: string, settings?: PiiSettings, options?: Base): import("./types").Explanation[];
/**
 * Conversations as a data set: de-identified, unless `{ piiSettings: { enabled: false } }` says that they are.
 * @param {readonly GivenConversation[]} conversations
 * @param {ExportFormat} [format]
 * @param {ExportConfig} [settings]
 * @param {{ piiSettings?: PiiSettings } & Base} [options]
 * @returns {Promise<import('./lib/pipeline').Export>}
 */
export function exportConversations(conversations: readonly GivenConversation[], format?: ExportFormat, settings?: ExportConfig, options?: {
    piiSettings?: PiiSettings;
} & Base): Promise<import("./lib/pipeline").Export>;
/**
 * The same on the calling thread.
 * @param {readonly GivenConversation[]} conversations
 * @param {ExportFormat} [format]
 * @param {ExportConfig} [settings]
 * @param {{ piiSettings?: PiiSettings } & Base} [options]
 * @returns {import('./lib/pipeline').Export}
 */
export function exportConversationsSync(conversations: readonly GivenConversation[], format?: ExportFormat, settings?: ExportConfig, options?: {
    piiSettings?: PiiSettings;
} & Base): import("./lib/pipeline").Export;
/**
 * Why the filters leave a conversation out (`too_few_messages` …), or `null` to keep it.
 * @param {GivenConversation} conversation
 * @param {FilterSettings} [settings]
 * @param {{ now?: Date | string } & Base} [options]
 * @returns {string | null}
 */
export function filterReason(conversation: GivenConversation, settings?: FilterSettings, options?: {
    now?: Date | string;
} & Base): string | null;
/**
 * Finds personal data in a text, or in each text of a list (`null` for `null`). Spans count UTF-16 code units.
 * @overload
 * @param {string} data
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {Promise<import('./types').Finding[]>}
 */
export function find(data: string, settings?: import("./types").PiiSettings | undefined, options?: (import("./lib/pipeline").TextOptions & Base) | undefined): Promise<import("./types").Finding[]>;
/**
 * @overload
 * @param {Texts} data
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {Promise<(import('./types').Finding[] | null)[]>}
 */
export function find(data: Texts, settings?: import("./types").PiiSettings | undefined, options?: (import("./lib/pipeline").TextOptions & Base) | undefined): Promise<(import("./types").Finding[] | null)[]>;
/**
 * The same on the calling thread.
 * @overload
 * @param {string} data
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {import('./types').Finding[]}
 */
export function findSync(data: string, settings?: import("./types").PiiSettings | undefined, options?: (import("./lib/pipeline").TextOptions & Base) | undefined): import("./types").Finding[];
/**
 * @overload
 * @param {Texts} data
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {(import('./types').Finding[] | null)[]}
 */
export function findSync(data: Texts, settings?: import("./types").PiiSettings | undefined, options?: (import("./lib/pipeline").TextOptions & Base) | undefined): (import("./types").Finding[] | null)[];
/**
 * What a file holds: its format, its columns and what they mean.
 * @param {Input} input
 * @param {ReadOptions} [settings]
 * @param {{ samples?: number } & Base} [options]
 * @returns {Promise<import('./types').Inspection>}
 */
export function inspect(input: Input, settings?: ReadOptions, options?: {
    samples?: number;
} & Base): Promise<import("./types").Inspection>;
/**
 * The same on the calling thread.
 * @param {FileInput} input
 * @param {ReadOptions} [settings]
 * @param {{ samples?: number } & Base} [options]
 * @returns {import('./types').Inspection}
 */
export function inspectSync(input: FileInput, settings?: ReadOptions, options?: {
    samples?: number;
} & Base): import("./types").Inspection;
/**
 * The JSON Schema of all settings, with what each means.
 * @returns {Record<string, unknown>}
 */
export function jsonSchema(): Record<string, unknown>;
/**
 * The rows of a file as messages, by the mapping of the settings or the one that is detected.
 * @param {Input} input
 * @param {PipelineConfig} [settings]
 * @param {Base} [options]
 * @returns {Promise<import('./types').MappedMessages>}
 */
export function mapMessages(input: Input, settings?: PipelineConfig, options?: Base): Promise<import("./types").MappedMessages>;
/**
 * The same on the calling thread.
 * @param {FileInput} input
 * @param {PipelineConfig} [settings]
 * @param {Base} [options]
 * @returns {import('./types').MappedMessages}
 */
export function mapMessagesSync(input: FileInput, settings?: PipelineConfig, options?: Base): import("./types").MappedMessages;
/**
 * The first conversations of a file before and after, filters left aside.
 * @param {Input} input
 * @param {number} [count]
 * @param {PipelineConfig} [settings]
 * @param {PreviewOptions & Base} [options]
 * @returns {Promise<import('./types').Preview>}
 */
export function preview(input: Input, count?: number, settings?: PipelineConfig, options?: PreviewOptions & Base): Promise<import("./types").Preview>;
/**
 * The same on the calling thread.
 * @param {FileInput} input
 * @param {number} [count]
 * @param {PipelineConfig} [settings]
 * @param {PreviewOptions & Base} [options]
 * @returns {import('./types').Preview}
 */
export function previewSync(input: FileInput, count?: number, settings?: PipelineConfig, options?: PreviewOptions & Base): import("./types").Preview;
/**
 * What conversations are like and what a run makes of them: figures, sentences, charts, a page. Runs the whole job and keeps
 * no data set.
 * @param {Input | readonly Input[]} inputs
 * @param {PipelineConfig} [settings]
 * @param {ReportOptions & Base} [options]
 * @returns {Promise<Report>}
 */
export function report(inputs: Input | readonly Input[], settings?: PipelineConfig, options?: ReportOptions & Base): Promise<Report>;
/**
 * The same on the calling thread.
 * @param {FileInput | readonly FileInput[]} inputs
 * @param {PipelineConfig} [settings]
 * @param {ReportOptions & Base} [options]
 * @returns {Report}
 */
export function reportSync(inputs: FileInput | readonly FileInput[], settings?: PipelineConfig, options?: ReportOptions & Base): Report;
/**
 * Runs the whole job: inputs in, a data set out, its account back. The bytes are those of `foundry process`.
 *
 * Inputs are paths, patterns (`exports/*.csv`), bytes, streams, or `{ name, data }`. `out` is a path (written aside, then
 * renamed: the old file or the whole new one) or a stream, which is not ended; without it nothing is kept.
 * @param {Input | readonly Input[]} inputs
 * @param {Output} [out]
 * @param {PipelineConfig} [settings]
 * @param {RunOptions & Base} [options]
 * @returns {Promise<import('./types').Manifest>}
 */
export function process(inputs: Input | readonly Input[], out?: Output, settings?: PipelineConfig, options?: RunOptions & Base): Promise<import("./types").Manifest>;
/**
 * The same on the calling thread, without streams, callbacks and a way to stop it.
 * @param {FileInput | readonly FileInput[]} inputs
 * @param {string} [out]
 * @param {PipelineConfig} [settings]
 * @param {RunOptions & Base} [options]
 * @returns {import('./types').Manifest}
 */
export function processSync(inputs: FileInput | readonly FileInput[], out?: string, settings?: PipelineConfig, options?: RunOptions & Base): import("./types").Manifest;
/**
 * The rows of a file (CSV, workbooks, JSON, NDJSON, WhatsApp, mail; packed or not) as they stand in it.
 * @param {Input} input
 * @param {ReadOptions} [settings]
 * @param {{ limit?: number } & Base} [options]
 * @returns {Promise<import('./types').Rows>}
 */
export function read(input: Input, settings?: ReadOptions, options?: {
    limit?: number;
} & Base): Promise<import("./types").Rows>;
/**
 * The same on the calling thread.
 * @param {FileInput} input
 * @param {ReadOptions} [settings]
 * @param {{ limit?: number } & Base} [options]
 * @returns {import('./types').Rows}
 */
export function readSync(input: FileInput, settings?: ReadOptions, options?: {
    limit?: number;
} & Base): import("./types").Rows;
/**
 * Puts originals back for tokens, and, with the key, for encrypted values. Give the texts of one conversation together, in
 * their order.
 * @overload
 * @param {string} text
 * @param {Record<string, string>} [tokenMap]
 * @param {{ encryptionKey?: string }} [options]
 * @returns {string}
 */
export function reidentify(text: string, tokenMap?: Record<string, string> | undefined, options?: {
    encryptionKey?: string;
} | undefined): string;
/**
 * @overload
 * @param {readonly string[]} text
 * @param {Record<string, string>} [tokenMap]
 * @param {{ encryptionKey?: string }} [options]
 * @returns {string[]}
 */
export function reidentify(text: readonly string[], tokenMap?: Record<string, string> | undefined, options?: {
    encryptionKey?: string;
} | undefined): string[];
/**
 * What breaks the rules of a training format in a file, ours or not; the format is told from the first line if absent.
 * @param {Input} input
 * @param {ExportFormat} [format]
 * @returns {Promise<ValidationReport>}
 */
export function validate(input: Input, format?: ExportFormat): Promise<ValidationReport>;
/**
 * The same on the calling thread.
 * @param {FileInput} input
 * @param {ExportFormat} [format]
 * @returns {ValidationReport}
 */
export function validateSync(input: FileInput, format?: ExportFormat): ValidationReport;
/** The version of the package and of the core in it. @type {string} */
export const version: string;
export { FoundryError, Pipeline };
