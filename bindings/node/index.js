'use strict'
// Foundry for Node: support conversations as clean, de-identified, validated training data.
//
// Every function takes the settings of its stage, and in its options a whole `config`; a `Pipeline` holds settings for many
// calls. A call gives a promise and works on other threads; its twin with `Sync` works on the calling one.

const native = require('./native')
const { FoundryError, later, made, now } = require('./lib/errors')
const { file, fileLater } = require('./lib/files')
const { Pipeline, parsed } = require('./lib/pipeline')

/** @typedef {import('./types').CleanSettings} CleanSettings */
/** @typedef {import('./types').ExportConfig} ExportConfig */
/** @typedef {import('./types').ExportFormat} ExportFormat */
/** @typedef {import('./types').FilterSettings} FilterSettings */
/** @typedef {import('./types').PiiSettings} PiiSettings */
/** @typedef {import('./types').PipelineConfig} PipelineConfig */
/** @typedef {import('./types').ReadOptions} ReadOptions */
/** @typedef {import('./types').ValidationReport} ValidationReport */
/** @typedef {import('./lib/files').Input} Input */
/** @typedef {import('./lib/files').FileInput} FileInput */
/** @typedef {import('./lib/pipeline').Config} Config */
/** @typedef {import('./lib/pipeline').EvaluateOptions} EvaluateOptions */
/** @typedef {import('./lib/pipeline').GivenConversation} GivenConversation */
/** @typedef {import('./lib/pipeline').PreviewOptions} PreviewOptions */
/** @typedef {import('./lib/pipeline').Report} Report */
/** @typedef {import('./lib/pipeline').ReportOptions} ReportOptions */
/** @typedef {import('./lib/pipeline').TextOptions} TextOptions */
/** @typedef {import('./lib/run').Output} Output */
/** @typedef {import('./lib/run').RunOptions} RunOptions */
/** @typedef {import('./lib/texts').Texts} Texts */
/** Settings under the others. @typedef {{ config?: Config }} Base */

/** The pipelines of calls that name their settings, the oldest first. @type {Map<string, Pipeline>} */
const compiled = new Map()
const MOST_COMPILED = 32

/**
 * The pipeline of these settings, compiled at the first call that has them.
 * @param {Config | undefined} config
 * @param {PipelineConfig} over
 * @returns {Pipeline}
 */
function pipelineOf(config, over) {
  // A file may have changed since.
  if (typeof config === 'string' || config instanceof URL) return new Pipeline(config, over)
  const key = JSON.stringify([config, over])
  let pipeline = compiled.get(key)
  if (!pipeline) {
    pipeline = new Pipeline(config, over)
    for (const oldest of compiled.keys()) {
      if (compiled.size < MOST_COMPILED) break
      compiled.delete(oldest)
    }
    compiled.set(key, pipeline)
  }
  return pipeline
}

/** @type {Pipeline | undefined} */
let plain

/**
 * @param {PiiSettings | undefined} settings
 * @param {Base | undefined} options
 */
function pii(settings, options) {
  // The shortest way, for calls by the million.
  if (settings === undefined && options?.config === undefined) return (plain ??= new Pipeline())
  return pipelineOf(options?.config, settings ? { piiSettings: settings } : {})
}

/**
 * @param {ReadOptions | undefined} settings
 * @param {Base | undefined} options
 */
function reading(settings, options) {
  return pipelineOf(options?.config, settings ? { source: settings } : {})
}

/**
 * De-identifies a text, or each text of a list by itself (`null` stays): the same string where nothing was found.
 * `[EMAIL_1]` of two texts need not be the same; use the operator `hash`, or `deidentifyConversation`, where they must.
 * @overload
 * @param {string} data
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {Promise<string>}
 */

/**
 * @overload
 * @param {readonly string[]} data
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {Promise<string[]>}
 */

/**
 * @overload
 * @param {Texts} data
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {Promise<(string | null | undefined)[]>}
 */

/**
 * @param {any} data
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {any}
 */
function deidentify(data, settings, options) {
  return pii(settings, options).deidentify(data, options)
}

/**
 * The same on the calling thread.
 * @overload
 * @param {string} data
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {string}
 */

/**
 * @overload
 * @param {readonly string[]} data
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {string[]}
 */

/**
 * @overload
 * @param {Texts} data
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {(string | null | undefined)[]}
 */

/**
 * @param {any} data
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {any}
 */
function deidentifySync(data, settings, options) {
  return pii(settings, options).deidentifySync(data, options)
}

/**
 * Finds personal data in a text, or in each text of a list (`null` for `null`). Spans count UTF-16 code units.
 * @overload
 * @param {string} data
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {Promise<import('./types').Finding[]>}
 */

/**
 * @overload
 * @param {Texts} data
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {Promise<(import('./types').Finding[] | null)[]>}
 */

/**
 * @param {any} data
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {any}
 */
function find(data, settings, options) {
  return pii(settings, options).find(data, options)
}

/**
 * The same on the calling thread.
 * @overload
 * @param {string} data
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {import('./types').Finding[]}
 */

/**
 * @overload
 * @param {Texts} data
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {(import('./types').Finding[] | null)[]}
 */

/**
 * @param {any} data
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {any}
 */
function findSync(data, settings, options) {
  return pii(settings, options).findSync(data, options)
}

/**
 * De-identifies one text, and says what its tokens stand for.
 * @param {string} text
 * @param {PiiSettings} [settings]
 * @param {Base} [options]
 * @returns {Promise<import('./types').DeidentifiedText>}
 */
function deidentifyText(text, settings, options) {
  return pii(settings, options).deidentifyText(text)
}

/**
 * The same on the calling thread.
 * @param {string} text
 * @param {PiiSettings} [settings]
 * @param {Base} [options]
 * @returns {import('./types').DeidentifiedText}
 */
function deidentifyTextSync(text, settings, options) {
  return pii(settings, options).deidentifyTextSync(text)
}

/**
 * De-identifies the messages of a conversation, equal values by equal tokens, and audits it for leaks. A list of texts is
 * taken for the messages of one customer.
 * @param {GivenConversation} conversation
 * @param {PiiSettings} [settings]
 * @param {Base} [options]
 * @returns {Promise<import('./types').DeidentifiedConversation>}
 */
function deidentifyConversation(conversation, settings, options) {
  return pii(settings, options).deidentifyConversation(conversation)
}

/**
 * The same on the calling thread.
 * @param {GivenConversation} conversation
 * @param {PiiSettings} [settings]
 * @param {Base} [options]
 * @returns {import('./types').DeidentifiedConversation}
 */
function deidentifyConversationSync(conversation, settings, options) {
  return pii(settings, options).deidentifyConversationSync(conversation)
}

/**
 * Every finding of a text with its reasons and what became of it, the dropped ones too.
 * @param {string} text
 * @param {PiiSettings} [settings]
 * @param {Base} [options]
 * @returns {Promise<import('./types').Explanation[]>}
 */
function explain(text, settings, options) {
  return pii(settings, options).explain(text)
}

/**
 * The same on the calling thread.
 * @param {string} text
 * @param {PiiSettings} [settings]
 * @param {Base} [options]
 * @returns {import('./types').Explanation[]}
 */
function explainSync(text, settings, options) {
  return pii(settings, options).explainSync(text)
}

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
function clean(text, settings, options) {
  return pipelineOf(options?.config, settings ? { cleanSettings: settings } : {}).clean(text)
}

/**
 * The same on the calling thread.
 * @param {string} text
 * @param {CleanSettings} [settings]
 * @param {Base} [options]
 * @returns {import('./types').CleanedText}
 */
function cleanSync(text, settings, options) {
  return pipelineOf(options?.config, settings ? { cleanSettings: settings } : {}).cleanSync(text)
}

/**
 * Judges what is found in labelled texts, `{text, spans: [{start, end, label}]}` each.
 * @param {readonly import('./types').LabelledText[]} lines
 * @param {PiiSettings} [settings]
 * @param {EvaluateOptions & Base} [options]
 * @returns {Promise<import('./types').EvaluationReport & { faults: import('./types').Fault[] }>}
 */
function evaluate(lines, settings, options) {
  return pii(settings, options).evaluate(lines, options)
}

/**
 * The same on the calling thread.
 * @param {readonly import('./types').LabelledText[]} lines
 * @param {PiiSettings} [settings]
 * @param {EvaluateOptions & Base} [options]
 * @returns {import('./types').EvaluationReport & { faults: import('./types').Fault[] }}
 */
function evaluateSync(lines, settings, options) {
  return pii(settings, options).evaluateSync(lines, options)
}

/**
 * What a file holds: its format, its columns and what they mean.
 * @param {Input} input
 * @param {ReadOptions} [settings]
 * @param {{ samples?: number } & Base} [options]
 * @returns {Promise<import('./types').Inspection>}
 */
function inspect(input, settings, options) {
  return reading(settings, options).inspect(input, options)
}

/**
 * The same on the calling thread.
 * @param {FileInput} input
 * @param {ReadOptions} [settings]
 * @param {{ samples?: number } & Base} [options]
 * @returns {import('./types').Inspection}
 */
function inspectSync(input, settings, options) {
  return reading(settings, options).inspectSync(input, options)
}

/**
 * What the columns of a file mean.
 * @param {Input} input
 * @param {ReadOptions} [settings]
 * @param {Base} [options]
 * @returns {Promise<import('./lib/pipeline').Detection>}
 */
function detectMapping(input, settings, options) {
  return reading(settings, options).detectMapping(input)
}

/**
 * The same on the calling thread.
 * @param {FileInput} input
 * @param {ReadOptions} [settings]
 * @param {Base} [options]
 * @returns {import('./lib/pipeline').Detection}
 */
function detectMappingSync(input, settings, options) {
  return reading(settings, options).detectMappingSync(input)
}

/**
 * The rows of a file (CSV, workbooks, JSON, NDJSON, WhatsApp, mail; packed or not) as they stand in it.
 * @param {Input} input
 * @param {ReadOptions} [settings]
 * @param {{ limit?: number } & Base} [options]
 * @returns {Promise<import('./types').Rows>}
 */
function read(input, settings, options) {
  return reading(settings, options).read(input, options)
}

/**
 * The same on the calling thread.
 * @param {FileInput} input
 * @param {ReadOptions} [settings]
 * @param {{ limit?: number } & Base} [options]
 * @returns {import('./types').Rows}
 */
function readSync(input, settings, options) {
  return reading(settings, options).readSync(input, options)
}

/**
 * The rows of a file as messages, by the mapping of the settings or the one that is detected.
 * @param {Input} input
 * @param {PipelineConfig} [settings]
 * @param {Base} [options]
 * @returns {Promise<import('./types').MappedMessages>}
 */
function mapMessages(input, settings, options) {
  return pipelineOf(options?.config, settings ?? {}).mapMessages(input)
}

/**
 * The same on the calling thread.
 * @param {FileInput} input
 * @param {PipelineConfig} [settings]
 * @param {Base} [options]
 * @returns {import('./types').MappedMessages}
 */
function mapMessagesSync(input, settings, options) {
  return pipelineOf(options?.config, settings ?? {}).mapMessagesSync(input)
}

/**
 * What conversations are like and what a run makes of them: figures, sentences, charts, a page. Runs the whole job and keeps
 * no data set.
 * @param {Input | readonly Input[]} inputs
 * @param {PipelineConfig} [settings]
 * @param {ReportOptions & Base} [options]
 * @returns {Promise<Report>}
 */
function report(inputs, settings, options) {
  return pipelineOf(options?.config, settings ?? {}).report(inputs, options)
}

/**
 * The same on the calling thread.
 * @param {FileInput | readonly FileInput[]} inputs
 * @param {PipelineConfig} [settings]
 * @param {ReportOptions & Base} [options]
 * @returns {Report}
 */
function reportSync(inputs, settings, options) {
  return pipelineOf(options?.config, settings ?? {}).reportSync(inputs, options)
}

/**
 * The first conversations of a file before and after, filters left aside.
 * @param {Input} input
 * @param {number} [count]
 * @param {PipelineConfig} [settings]
 * @param {PreviewOptions & Base} [options]
 * @returns {Promise<import('./types').Preview>}
 */
function preview(input, count, settings, options) {
  return pipelineOf(options?.config, settings ?? {}).preview(input, count, options)
}

/**
 * The same on the calling thread.
 * @param {FileInput} input
 * @param {number} [count]
 * @param {PipelineConfig} [settings]
 * @param {PreviewOptions & Base} [options]
 * @returns {import('./types').Preview}
 */
function previewSync(input, count, settings, options) {
  return pipelineOf(options?.config, settings ?? {}).previewSync(input, count, options)
}

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
function process(inputs, out, settings, options) {
  return pipelineOf(options?.config, settings ?? {}).process(inputs, out, options)
}

/**
 * The same on the calling thread, without streams, callbacks and a way to stop it.
 * @param {FileInput | readonly FileInput[]} inputs
 * @param {string} [out]
 * @param {PipelineConfig} [settings]
 * @param {RunOptions & Base} [options]
 * @returns {import('./types').Manifest}
 */
function processSync(inputs, out, settings, options) {
  return pipelineOf(options?.config, settings ?? {}).processSync(inputs, out, options)
}

/**
 * Conversations as a data set: de-identified, unless `{ piiSettings: { enabled: false } }` says that they are.
 * @param {readonly GivenConversation[]} conversations
 * @param {ExportFormat} [format]
 * @param {ExportConfig} [settings]
 * @param {{ piiSettings?: PiiSettings } & Base} [options]
 * @returns {Promise<import('./lib/pipeline').Export>}
 */
function exportConversations(conversations, format, settings, options) {
  return exporting(format, settings, options).export(conversations)
}

/**
 * The same on the calling thread.
 * @param {readonly GivenConversation[]} conversations
 * @param {ExportFormat} [format]
 * @param {ExportConfig} [settings]
 * @param {{ piiSettings?: PiiSettings } & Base} [options]
 * @returns {import('./lib/pipeline').Export}
 */
function exportConversationsSync(conversations, format, settings, options) {
  return exporting(format, settings, options).exportSync(conversations)
}

/**
 * @param {ExportFormat} [format]
 * @param {ExportConfig} [settings]
 * @param {{ piiSettings?: PiiSettings } & Base} [options]
 */
function exporting(format, settings, options) {
  /** @type {PipelineConfig} */
  const over = {}
  if (format !== undefined) over.exportFormat = format
  if (settings !== undefined) over.exportConfig = settings
  if (options?.piiSettings !== undefined) over.piiSettings = options.piiSettings
  return pipelineOf(options?.config, over)
}

/**
 * Why the filters leave a conversation out (`too_few_messages` …), or `null` to keep it.
 * @param {GivenConversation} conversation
 * @param {FilterSettings} [settings]
 * @param {{ now?: Date | string } & Base} [options]
 * @returns {string | null}
 */
function filterReason(conversation, settings, options) {
  return pipelineOf(options?.config, settings ? { filterSettings: settings } : {}).filterReason(
    conversation,
    options,
  )
}

/**
 * What breaks the rules of a training format in a file, ours or not; the format is told from the first line if absent.
 * @param {Input} input
 * @param {ExportFormat} [format]
 * @returns {Promise<ValidationReport>}
 */
async function validate(input, format) {
  const given = await fileLater(input)
  return later(() => native.validate(given, format), parsed)
}

/**
 * The same on the calling thread.
 * @param {FileInput} input
 * @param {ExportFormat} [format]
 * @returns {ValidationReport}
 */
function validateSync(input, format) {
  return now(() => native.validate(file(input), format), parsed)
}

/**
 * Puts originals back for tokens, and, with the key, for encrypted values. Give the texts of one conversation together, in
 * their order.
 * @overload
 * @param {string} text
 * @param {Record<string, string>} [tokenMap]
 * @param {{ encryptionKey?: string }} [options]
 * @returns {string}
 */

/**
 * @overload
 * @param {readonly string[]} text
 * @param {Record<string, string>} [tokenMap]
 * @param {{ encryptionKey?: string }} [options]
 * @returns {string[]}
 */

/**
 * @param {any} text
 * @param {Record<string, string>} [tokenMap]
 * @param {{ encryptionKey?: string }} [options]
 * @returns {any}
 */
function reidentify(text, tokenMap, options) {
  const texts = typeof text === 'string' ? [text] : text
  const restored = made(() => native.reidentify(texts, JSON.stringify(tokenMap ?? {}), options?.encryptionKey))
  return typeof text === 'string' ? restored[0] : restored
}

/**
 * A stream of text in, the same lines without personal data out, each by itself.
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {import('node:stream').Transform}
 */
function deidentifyLines(settings, options) {
  return pii(settings, options).lines(options)
}

/**
 * A stream of lines of `{"id", "text"}` in, the same without personal data out. Other keys are left out.
 * @param {PiiSettings} [settings]
 * @param {TextOptions & Base} [options]
 * @returns {import('node:stream').Transform}
 */
function deidentifyNdjson(settings, options) {
  return pii(settings, options).ndjson(options)
}

/**
 * The JSON Schema of all settings, with what each means.
 * @returns {Record<string, unknown>}
 */
function jsonSchema() {
  return JSON.parse(native.jsonSchema())
}

/** The version of the package and of the core in it. @type {string} */
const version = native.version()
/** The names of all entity types. @type {readonly string[]} */
const ENTITY_TYPES = Object.freeze(native.entityTypes())
/** The names of all export formats. @type {readonly string[]} */
const EXPORT_FORMATS = Object.freeze(native.exportFormats())
/** The stable codes of all errors. @type {readonly string[]} */
const ERROR_CODES = Object.freeze(native.errorCodes())

module.exports = {
  ENTITY_TYPES,
  ERROR_CODES,
  EXPORT_FORMATS,
  FoundryError,
  Pipeline,
  clean,
  cleanSync,
  deidentify,
  deidentifyConversation,
  deidentifyConversationSync,
  deidentifyLines,
  deidentifyNdjson,
  deidentifySync,
  deidentifyText,
  deidentifyTextSync,
  detectMapping,
  detectMappingSync,
  evaluate,
  evaluateSync,
  explain,
  explainSync,
  exportConversations,
  exportConversationsSync,
  filterReason,
  find,
  findSync,
  inspect,
  inspectSync,
  jsonSchema,
  mapMessages,
  mapMessagesSync,
  preview,
  previewSync,
  report,
  reportSync,
  process,
  processSync,
  read,
  readSync,
  reidentify,
  validate,
  validateSync,
  version,
}
