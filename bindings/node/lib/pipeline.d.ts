export type PipelineConfig = import("../types").PipelineConfig;
export type Conversation = import("../types").Conversation;
export type DeidentifiedConversation = import("../types").DeidentifiedConversation;
export type DeidentifiedText = import("../types").DeidentifiedText;
export type Finding = import("../types").Finding;
export type Explanation = import("../types").Explanation;
export type CleanedText = import("../types").CleanedText;
export type Inspection = import("../types").Inspection;
export type Preview = import("../types").Preview;
export type MappedMessages = import("../types").MappedMessages;
export type Rows = import("../types").Rows;
export type ExportCounts = import("../types").ExportCounts;
export type EvaluationReport = import("../types").EvaluationReport;
export type LabelledText = import("../types").LabelledText;
export type Fault = import("../types").Fault;
export type Manifest = import("../types").Manifest;
export type ReportData = import("../types").ReportData;
export type Input = import("./files").Input;
export type FileInput = import("./files").FileInput;
export type Output = import("./run").Output;
export type RunOptions = import("./run").RunOptions;
export type Texts = import("./texts").Texts;
/**
 * Settings: an object, or the path of a `foundry.toml` or JSON file.
 */
export type Config = PipelineConfig | string | URL;
/**
 * How a call on texts uses the machine.
 */
export type TextOptions = {
    threads?: number;
    signal?: AbortSignal;
};
/**
 * What the columns of a file mean.
 */
export type Detection = Pick<Inspection, "product" | "fingerprint" | "mappings" | "warnings"> & {
    options: Inspection["mappingOptions"];
};
/**
 * A data set in memory.
 */
export type Export = {
    output: Buffer;
    counts: ExportCounts;
};
/**
 * What steers a preview: how many rows are looked at (2000 if absent), and the time that counts as now.
 */
export type PreviewOptions = {
    rows?: number;
    now?: Date | string;
};
/**
 * A report: what its page shows, and the page, one file that asks for nothing.
 */
export type Report = {
    data: ReportData;
    html: string;
};
/**
 * What a report shows, and how its run uses the machine.
 */
export type ReportOptions = Partial<import("../types").ReportSettings> & Pick<RunOptions, "threads" | "memory" | "limit" | "tempDir" | "now">;
/**
 * A conversation, or the texts of the messages of one customer.
 */
export type GivenConversation = Conversation | Omit<Conversation, "id"> | readonly string[];
/**
 * What steers an evaluation.
 */
export type EvaluateOptions = {
    /**
     * Lines of another tool, of the same number and order: that tool is judged.
     */
    predictions?: readonly object[] | undefined;
    /**
     * What entity type a label stands for.
     */
    labelMap?: Record<string, string> | undefined;
    /**
     * What the offsets of the lines count; `utf16` if absent.
     */
    offsets?: "bytes" | "chars" | "utf16" | undefined;
    /**
     * How many wrong places are listed.
     */
    showErrors?: number | undefined;
};
/** Settings compiled once, for many calls. */
export class Pipeline {
    /**
     * @param {Config} [config] The settings, or the file they are in.
     * @param {PipelineConfig} [settings] Settings that are put over them, one level deep.
     */
    constructor(config?: Config, settings?: PipelineConfig);
    /** The settings as a manifest shows them: lists that may hold names are given by their size, keys are absent. @returns {Record<string, unknown>} */
    get config(): Record<string, unknown>;
    /** SHA-256 over the whole settings without keys: equal settings have equal fingerprints. @returns {string} */
    get fingerprint(): string;
    /**
     * De-identifies a text, or each text of a list by itself (`null` stays): the same string where nothing was found.
     * `[EMAIL_1]` of two texts need not be the same; use the operator `hash`, or `deidentifyConversation`, where they must.
     * @overload
     * @param {string} data
     * @param {TextOptions} [options]
     * @returns {Promise<string>}
     */
    deidentify(data: string, options?: TextOptions | undefined): Promise<string>;
    /**
     * @overload
     * @param {readonly string[]} data
     * @param {TextOptions} [options]
     * @returns {Promise<string[]>}
     */
    deidentify(data: readonly string[], options?: TextOptions | undefined): Promise<string[]>;
    /**
     * @overload
     * @param {Texts} data
     * @param {TextOptions} [options]
     * @returns {Promise<(string | null | undefined)[]>}
     */
    deidentify(data: Texts, options?: TextOptions | undefined): Promise<(string | null | undefined)[]>;
    /**
     * The same on the calling thread.
     * @overload
     * @param {string} data
     * @param {TextOptions} [options]
     * @returns {string}
     */
    deidentifySync(data: string, options?: TextOptions | undefined): string;
    /**
     * @overload
     * @param {readonly string[]} data
     * @param {TextOptions} [options]
     * @returns {string[]}
     */
    deidentifySync(data: readonly string[], options?: TextOptions | undefined): string[];
    /**
     * @overload
     * @param {Texts} data
     * @param {TextOptions} [options]
     * @returns {(string | null | undefined)[]}
     */
    deidentifySync(data: Texts, options?: TextOptions | undefined): (string | null | undefined)[];
    /**
     * De-identifies one text, and says what its tokens stand for.
     * @param {string} text
     * @returns {Promise<DeidentifiedText>}
     */
    deidentifyText(text: string): Promise<DeidentifiedText>;
    /**
     * @param {string} text
     * @returns {DeidentifiedText}
     */
    deidentifyTextSync(text: string): DeidentifiedText;
    /**
     * De-identifies the messages of a conversation, equal values by equal tokens, and audits it for leaks.
     * @param {GivenConversation} conversation
     * @returns {Promise<DeidentifiedConversation>}
     */
    deidentifyConversation(conversation: GivenConversation): Promise<DeidentifiedConversation>;
    /**
     * @param {GivenConversation} conversation
     * @returns {DeidentifiedConversation}
     */
    deidentifyConversationSync(conversation: GivenConversation): DeidentifiedConversation;
    /**
     * Finds personal data in a text, or in each text of a list (`null` for `null`). Spans count UTF-16 code units.
     * @overload
     * @param {string} data
     * @param {TextOptions} [options]
     * @returns {Promise<Finding[]>}
     */
    find(data: string, options?: TextOptions | undefined): Promise<Finding[]>;
    /**
     * @overload
     * @param {Texts} data
     * @param {TextOptions} [options]
     * @returns {Promise<(Finding[] | null)[]>}
     */
    find(data: Texts, options?: TextOptions | undefined): Promise<(Finding[] | null)[]>;
    /**
     * @overload
     * @param {string} data
     * @param {TextOptions} [options]
     * @returns {Finding[]}
     */
    findSync(data: string, options?: TextOptions | undefined): Finding[];
    /**
     * @overload
     * @param {Texts} data
     * @param {TextOptions} [options]
     * @returns {(Finding[] | null)[]}
     */
    findSync(data: Texts, options?: TextOptions | undefined): (Finding[] | null)[];
    /**
     * Every finding of a text with its reasons and what became of it, the dropped ones too.
     * @param {string} text
     * @returns {Promise<Explanation[]>}
     */
    explain(text: string): Promise<Explanation[]>;
    /**
     * @param {string} text
     * @returns {Explanation[]}
     */
    explainSync(text: string): Explanation[];
    /**
     * Cuts from a message what the person did not write for it: quoted replies, signatures, footers, notices.
     * @param {string} text
     * @returns {Promise<CleanedText>}
     */
    clean(text: string): Promise<CleanedText>;
    /**
     * @param {string} text
     * @returns {CleanedText}
     */
    cleanSync(text: string): CleanedText;
    /**
     * Judges what is found in labelled texts.
     * @param {readonly LabelledText[]} labelled
     * @param {EvaluateOptions} [options]
     * @returns {Promise<EvaluationReport & { faults: Fault[] }>}
     */
    evaluate(labelled: readonly LabelledText[], options?: EvaluateOptions): Promise<EvaluationReport & {
        faults: Fault[];
    }>;
    /**
     * @param {readonly LabelledText[]} labelled
     * @param {EvaluateOptions} [options]
     * @returns {EvaluationReport & { faults: Fault[] }}
     */
    evaluateSync(labelled: readonly LabelledText[], options?: EvaluateOptions): EvaluationReport & {
        faults: Fault[];
    };
    /**
     * A stream of text in, the same lines without personal data out, each by itself.
     * @param {TextOptions} [options]
     * @returns {import('node:stream').Transform}
     */
    lines(options?: TextOptions): import("node:stream").Transform;
    /**
     * A stream of lines of `{"id", "text"}` in, the same without personal data out. Other keys are left out.
     * @param {TextOptions} [options]
     * @returns {import('node:stream').Transform}
     */
    ndjson(options?: TextOptions): import("node:stream").Transform;
    /**
     * Runs the whole job: inputs in, a data set out, its account back. Without `out` nothing is kept. The bytes are those of
     * `foundry process`.
     * @param {Input | readonly Input[]} inputs
     * @param {Output} [out]
     * @param {RunOptions} [options]
     * @returns {Promise<Manifest>}
     */
    process(inputs: Input | readonly Input[], out?: Output, options?: RunOptions): Promise<Manifest>;
    /**
     * The same on the calling thread, without streams, callbacks and a way to stop it.
     * @param {FileInput | readonly FileInput[]} inputs
     * @param {string} [out]
     * @param {RunOptions} [options]
     * @returns {Manifest}
     */
    processSync(inputs: FileInput | readonly FileInput[], out?: string, options?: RunOptions): Manifest;
    /**
     * The first conversations of a file before and after, filters left aside.
     * @param {Input} input
     * @param {number} [count]
     * @param {PreviewOptions} [options]
     * @returns {Promise<Preview>}
     */
    preview(input: Input, count?: number, options?: PreviewOptions): Promise<Preview>;
    /**
     * @param {FileInput} input
     * @param {number} [count]
     * @param {PreviewOptions} [options]
     * @returns {Preview}
     */
    previewSync(input: FileInput, count?: number, options?: PreviewOptions): Preview;
    /**
     * What conversations are like and what a run makes of them: figures, sentences, charts, a page. Runs the whole job and
     * keeps no data set.
     * @param {Input | readonly Input[]} inputs
     * @param {ReportOptions} [options]
     * @returns {Promise<Report>}
     */
    report(inputs: Input | readonly Input[], options?: ReportOptions): Promise<Report>;
    /**
     * @param {FileInput | readonly FileInput[]} inputs
     * @param {ReportOptions} [options]
     * @returns {Report}
     */
    reportSync(inputs: FileInput | readonly FileInput[], options?: ReportOptions): Report;
    /**
     * What a file holds: its format, its columns and what they mean.
     * @param {Input} input
     * @param {{ samples?: number }} [options]
     * @returns {Promise<Inspection>}
     */
    inspect(input: Input, { samples }?: {
        samples?: number;
    }): Promise<Inspection>;
    /**
     * @param {FileInput} input
     * @param {{ samples?: number }} [options]
     * @returns {Inspection}
     */
    inspectSync(input: FileInput, { samples }?: {
        samples?: number;
    }): Inspection;
    /**
     * What the columns of a file mean.
     * @param {Input} input
     * @returns {Promise<Detection>}
     */
    detectMapping(input: Input): Promise<Detection>;
    /**
     * @param {FileInput} input
     * @returns {Detection}
     */
    detectMappingSync(input: FileInput): Detection;
    /**
     * The rows of a file (CSV, workbooks, JSON, NDJSON, WhatsApp, mail; packed or not) as they stand in it.
     * @param {Input} input
     * @param {{ limit?: number }} [options]
     * @returns {Promise<Rows>}
     */
    read(input: Input, { limit }?: {
        limit?: number;
    }): Promise<Rows>;
    /**
     * @param {FileInput} input
     * @param {{ limit?: number }} [options]
     * @returns {Rows}
     */
    readSync(input: FileInput, { limit }?: {
        limit?: number;
    }): Rows;
    /**
     * The rows of a file as messages, by the mapping of the settings or the one that is detected.
     * @param {Input} input
     * @returns {Promise<MappedMessages>}
     */
    mapMessages(input: Input): Promise<MappedMessages>;
    /**
     * @param {FileInput} input
     * @returns {MappedMessages}
     */
    mapMessagesSync(input: FileInput): MappedMessages;
    /**
     * Why the filters leave a conversation out (`too_few_messages` …), or `null` to keep it.
     * @param {GivenConversation} conversation
     * @param {{ now?: Date | string }} [options]
     * @returns {string | null}
     */
    filterReason(conversation: GivenConversation, options?: {
        now?: Date | string;
    }): string | null;
    /**
     * Conversations as a data set in the format of the settings: de-identified, unless `piiSettings: { enabled: false }` says
     * that they are.
     * @param {readonly GivenConversation[]} conversations
     * @returns {Promise<Export>}
     */
    export(conversations: readonly GivenConversation[]): Promise<Export>;
    /**
     * @param {readonly GivenConversation[]} conversations
     * @returns {Export}
     */
    exportSync(conversations: readonly GivenConversation[]): Export;
    #private;
}
/** @typedef {import('../types').PipelineConfig} PipelineConfig */
/** @typedef {import('../types').Conversation} Conversation */
/** @typedef {import('../types').DeidentifiedConversation} DeidentifiedConversation */
/** @typedef {import('../types').DeidentifiedText} DeidentifiedText */
/** @typedef {import('../types').Finding} Finding */
/** @typedef {import('../types').Explanation} Explanation */
/** @typedef {import('../types').CleanedText} CleanedText */
/** @typedef {import('../types').Inspection} Inspection */
/** @typedef {import('../types').Preview} Preview */
/** @typedef {import('../types').MappedMessages} MappedMessages */
/** @typedef {import('../types').Rows} Rows */
/** @typedef {import('../types').ExportCounts} ExportCounts */
/** @typedef {import('../types').EvaluationReport} EvaluationReport */
/** @typedef {import('../types').LabelledText} LabelledText */
/** @typedef {import('../types').Fault} Fault */
/** @typedef {import('../types').Manifest} Manifest */
/** @typedef {import('../types').ReportData} ReportData */
/** @typedef {import('./files').Input} Input */
/** @typedef {import('./files').FileInput} FileInput */
/** @typedef {import('./run').Output} Output */
/** @typedef {import('./run').RunOptions} RunOptions */
/** @typedef {import('./texts').Texts} Texts */
/** Settings: an object, or the path of a `foundry.toml` or JSON file. @typedef {PipelineConfig | string | URL} Config */
/** How a call on texts uses the machine. @typedef {{ threads?: number, signal?: AbortSignal }} TextOptions */
/** What the columns of a file mean. @typedef {Pick<Inspection, 'product' | 'fingerprint' | 'mappings' | 'warnings'> & { options: Inspection['mappingOptions'] }} Detection */
/** A data set in memory. @typedef {{ output: Buffer, counts: ExportCounts }} Export */
/** What steers a preview: how many rows are looked at (2000 if absent), and the time that counts as now. @typedef {{ rows?: number, now?: Date | string }} PreviewOptions */
/** A report: what its page shows, and the page, one file that asks for nothing. @typedef {{ data: ReportData, html: string }} Report */
/**
 * What a report shows, and how its run uses the machine.
 * @typedef {Partial<import('../types').ReportSettings> & Pick<RunOptions, 'threads' | 'memory' | 'limit' | 'tempDir' | 'now'>} ReportOptions
 */
/** A conversation, or the texts of the messages of one customer. @typedef {Conversation | Omit<Conversation, 'id'> | readonly string[]} GivenConversation */
/**
 * What steers an evaluation.
 * @typedef {object} EvaluateOptions
 * @property {readonly object[]} [predictions] Lines of another tool, of the same number and order: that tool is judged.
 * @property {Record<string, string>} [labelMap] What entity type a label stands for.
 * @property {'bytes' | 'chars' | 'utf16'} [offsets] What the offsets of the lines count; `utf16` if absent.
 * @property {number} [showErrors] How many wrong places are listed.
 */
/** @type {(answer: { text: string }) => any} */
export const parsed: (answer: {
    text: string;
}) => any;
