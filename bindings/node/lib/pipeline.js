'use strict'

const { fileURLToPath } = require('node:url')
const native = require('../native')
const { later, made, now } = require('./errors')
const { file, fileLater, jsonLines } = require('./files')
const { limits, process, processSync, threads, time } = require('./run')
const { lines, ndjson } = require('./streams')
const { DEIDENTIFY, FIND, aText, each, eachLater } = require('./texts')

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
const parsed = ({ text }) => JSON.parse(text)
/** @type {(answer: import('../native').Answer) => Export} */
const exported = ({ text, bytes }) => ({ output: bytes ?? Buffer.alloc(0), counts: JSON.parse(text) })
/** @type {(answer: { text: string }) => EvaluationReport & { faults: Fault[] }} */
const judged = ({ text }) => {
  const { report, faults } = JSON.parse(text)
  return { ...report, faults }
}
/** @type {(answer: { text: string }) => Detection} */
const detected = ({ text }) => {
  const { product, fingerprint, mappings, mappingOptions, warnings } = JSON.parse(text)
  return { product, fingerprint, mappings, options: mappingOptions, warnings }
}

/** @type {(answer: import('../native').Answer) => Report} */
const reported = ({ text, bytes }) => ({ data: JSON.parse(text), html: bytes?.toString() ?? '' })

/**
 * @param {ReportOptions} options
 * @returns {[shown: string, limits: ReturnType<typeof limits>]}
 */
const shown = ({ samples, originals, utcOffset, ...rest }) => [JSON.stringify({ samples, originals, utcOffset }), limits(rest)]

/** Settings compiled once, for many calls. */
class Pipeline {
  /** @type {import('../native').Engine} */
  #engine
  /** @type {(text: string) => string | null} */
  #replace

  /**
   * @param {Config} [config] The settings, or the file they are in.
   * @param {PipelineConfig} [settings] Settings that are put over them, one level deep.
   */
  constructor(config = {}, settings = {}) {
    const path = config instanceof URL ? fileURLToPath(config) : config
    const [text, from] = typeof path === 'string' ? [undefined, path] : [JSON.stringify(path), undefined]
    this.#engine = made(() => new native.Engine(text, from, JSON.stringify(settings)))
    this.#replace = this.#engine.replacer()
  }

  /** The settings as a manifest shows them: lists that may hold names are given by their size, keys are absent. @returns {Record<string, unknown>} */
  get config() {
    return JSON.parse(this.#engine.snapshot())
  }

  /** SHA-256 over the whole settings without keys: equal settings have equal fingerprints. @returns {string} */
  get fingerprint() {
    return this.#engine.fingerprint()
  }

  // Texts

  /**
   * De-identifies a text, or each text of a list by itself (`null` stays): the same string where nothing was found.
   * `[EMAIL_1]` of two texts need not be the same; use the operator `hash`, or `deidentifyConversation`, where they must.
   * @overload
   * @param {string} data
   * @param {TextOptions} [options]
   * @returns {Promise<string>}
   */
  /**
   * @overload
   * @param {readonly string[]} data
   * @param {TextOptions} [options]
   * @returns {Promise<string[]>}
   */
  /**
   * @overload
   * @param {Texts} data
   * @param {TextOptions} [options]
   * @returns {Promise<(string | null | undefined)[]>}
   */
  /**
   * @param {string | Texts} data
   * @param {TextOptions} [options]
   * @returns {Promise<any>}
   */
  async deidentify(data, options = {}) {
    const texts = typeof data === 'string' ? [data] : data
    const done = await eachLater(DEIDENTIFY, this.#engine, texts, threads(options.threads), options.signal)
    return typeof data === 'string' ? done[0] : done
  }

  /**
   * The same on the calling thread.
   * @overload
   * @param {string} data
   * @param {TextOptions} [options]
   * @returns {string}
   */
  /**
   * @overload
   * @param {readonly string[]} data
   * @param {TextOptions} [options]
   * @returns {string[]}
   */
  /**
   * @overload
   * @param {Texts} data
   * @param {TextOptions} [options]
   * @returns {(string | null | undefined)[]}
   */
  /**
   * @param {string | Texts} data
   * @param {TextOptions} [options]
   * @returns {any}
   */
  deidentifySync(data, options = {}) {
    if (typeof data === 'string') return made(() => this.#replace(aText(data))) ?? data
    return each(DEIDENTIFY, this.#engine, data, threads(options.threads))
  }

  /**
   * De-identifies one text, and says what its tokens stand for.
   * @param {string} text
   * @returns {Promise<DeidentifiedText>}
   */
  deidentifyText(text) {
    return later(() => this.#engine.deidentifyText(aText(text)), parsed)
  }

  /**
   * @param {string} text
   * @returns {DeidentifiedText}
   */
  deidentifyTextSync(text) {
    return now(() => this.#engine.deidentifyText(aText(text)), parsed)
  }

  /**
   * De-identifies the messages of a conversation, equal values by equal tokens, and audits it for leaks.
   * @param {GivenConversation} conversation
   * @returns {Promise<DeidentifiedConversation>}
   */
  deidentifyConversation(conversation) {
    return later(() => this.#engine.deidentifyConversation(JSON.stringify(whole(conversation))), parsed)
  }

  /**
   * @param {GivenConversation} conversation
   * @returns {DeidentifiedConversation}
   */
  deidentifyConversationSync(conversation) {
    return now(() => this.#engine.deidentifyConversation(JSON.stringify(whole(conversation))), parsed)
  }

  /**
   * Finds personal data in a text, or in each text of a list (`null` for `null`). Spans count UTF-16 code units.
   * @overload
   * @param {string} data
   * @param {TextOptions} [options]
   * @returns {Promise<Finding[]>}
   */
  /**
   * @overload
   * @param {Texts} data
   * @param {TextOptions} [options]
   * @returns {Promise<(Finding[] | null)[]>}
   */
  /**
   * @param {string | Texts} data
   * @param {TextOptions} [options]
   * @returns {Promise<any>}
   */
  async find(data, options = {}) {
    const texts = typeof data === 'string' ? [data] : data
    const found = await eachLater(FIND, this.#engine, texts, threads(options.threads), options.signal)
    return typeof data === 'string' ? found[0] : found
  }

  /**
   * @overload
   * @param {string} data
   * @param {TextOptions} [options]
   * @returns {Finding[]}
   */
  /**
   * @overload
   * @param {Texts} data
   * @param {TextOptions} [options]
   * @returns {(Finding[] | null)[]}
   */
  /**
   * @param {string | Texts} data
   * @param {TextOptions} [options]
   * @returns {any}
   */
  findSync(data, options = {}) {
    if (typeof data === 'string') return JSON.parse(this.#engine.find(aText(data)))
    return each(FIND, this.#engine, data, threads(options.threads))
  }

  /**
   * Every finding of a text with its reasons and what became of it, the dropped ones too.
   * @param {string} text
   * @returns {Promise<Explanation[]>}
   */
  explain(text) {
    return later(() => this.#engine.explain(aText(text)), parsed)
  }

  /**
   * @param {string} text
   * @returns {Explanation[]}
   */
  explainSync(text) {
    return now(() => this.#engine.explain(aText(text)), parsed)
  }

  /**
   * Cuts from a message what the person did not write for it: quoted replies, signatures, footers, notices.
   * @param {string} text
   * @returns {Promise<CleanedText>}
   */
  clean(text) {
    return later(() => this.#engine.clean(aText(text)), parsed)
  }

  /**
   * @param {string} text
   * @returns {CleanedText}
   */
  cleanSync(text) {
    return now(() => this.#engine.clean(aText(text)), parsed)
  }

  /**
   * Judges what is found in labelled texts.
   * @param {readonly LabelledText[]} labelled
   * @param {EvaluateOptions} [options]
   * @returns {Promise<EvaluationReport & { faults: Fault[] }>}
   */
  evaluate(labelled, options = {}) {
    return later(() => this.#evaluate(labelled, options), judged)
  }

  /**
   * @param {readonly LabelledText[]} labelled
   * @param {EvaluateOptions} [options]
   * @returns {EvaluationReport & { faults: Fault[] }}
   */
  evaluateSync(labelled, options = {}) {
    return now(() => this.#evaluate(labelled, options), judged)
  }

  /**
   * @param {readonly LabelledText[]} labelled
   * @param {EvaluateOptions} options
   */
  #evaluate(labelled, { predictions, labelMap = {}, offsets = 'utf16', showErrors = 0 }) {
    const others = predictions && jsonLines(predictions)
    return this.#engine.evaluate(jsonLines(labelled), others, labelMap, offsets, showErrors)
  }

  /**
   * A stream of text in, the same lines without personal data out, each by itself.
   * @param {TextOptions} [options]
   * @returns {import('node:stream').Transform}
   */
  lines(options = {}) {
    return lines((texts) => this.deidentify(texts, options))
  }

  /**
   * A stream of lines of `{"id", "text"}` in, the same without personal data out. Other keys are left out.
   * @param {TextOptions} [options]
   * @returns {import('node:stream').Transform}
   */
  ndjson(options = {}) {
    return ndjson((texts) => this.deidentify(texts, options))
  }

  // Files

  /**
   * Runs the whole job: inputs in, a data set out, its account back. Without `out` nothing is kept. The bytes are those of
   * `foundry process`.
   * @param {Input | readonly Input[]} inputs
   * @param {Output} [out]
   * @param {RunOptions} [options]
   * @returns {Promise<Manifest>}
   */
  process(inputs, out, options = {}) {
    return process(this.#engine, inputs, out, options)
  }

  /**
   * The same on the calling thread, without streams, callbacks and a way to stop it.
   * @param {FileInput | readonly FileInput[]} inputs
   * @param {string} [out]
   * @param {RunOptions} [options]
   * @returns {Manifest}
   */
  processSync(inputs, out, options = {}) {
    return processSync(this.#engine, inputs, out, options)
  }

  /**
   * The first conversations of a file before and after, filters left aside.
   * @param {Input} input
   * @param {number} [count]
   * @param {PreviewOptions} [options]
   * @returns {Promise<Preview>}
   */
  async preview(input, count = 3, options = {}) {
    const given = await fileLater(input)
    return later(() => this.#engine.preview(given, time(options.now), options.rows ?? 2_000, count), parsed)
  }

  /**
   * @param {FileInput} input
   * @param {number} [count]
   * @param {PreviewOptions} [options]
   * @returns {Preview}
   */
  previewSync(input, count = 3, options = {}) {
    return now(() => this.#engine.preview(file(input), time(options.now), options.rows ?? 2_000, count), parsed)
  }

  /**
   * What conversations are like and what a run makes of them: figures, sentences, charts, a page. Runs the whole job and
   * keeps no data set.
   * @param {Input | readonly Input[]} inputs
   * @param {ReportOptions} [options]
   * @returns {Promise<Report>}
   */
  async report(inputs, options = {}) {
    const given = await Promise.all([inputs].flat().map((input) => fileLater(/** @type {Input} */ (input))))
    return later(() => this.#engine.report(given, ...shown(options)), reported)
  }

  /**
   * @param {FileInput | readonly FileInput[]} inputs
   * @param {ReportOptions} [options]
   * @returns {Report}
   */
  reportSync(inputs, options = {}) {
    const given = [inputs].flat().map((input) => file(/** @type {FileInput} */ (input)))
    return now(() => this.#engine.report(given, ...shown(options)), reported)
  }

  /**
   * What a file holds: its format, its columns and what they mean.
   * @param {Input} input
   * @param {{ samples?: number }} [options]
   * @returns {Promise<Inspection>}
   */
  async inspect(input, { samples = 5 } = {}) {
    const given = await fileLater(input)
    return later(() => this.#engine.inspect(given, samples), parsed)
  }

  /**
   * @param {FileInput} input
   * @param {{ samples?: number }} [options]
   * @returns {Inspection}
   */
  inspectSync(input, { samples = 5 } = {}) {
    return now(() => this.#engine.inspect(file(input), samples), parsed)
  }

  /**
   * What the columns of a file mean.
   * @param {Input} input
   * @returns {Promise<Detection>}
   */
  async detectMapping(input) {
    const given = await fileLater(input)
    return later(() => this.#engine.inspect(given, 0), detected)
  }

  /**
   * @param {FileInput} input
   * @returns {Detection}
   */
  detectMappingSync(input) {
    return now(() => this.#engine.inspect(file(input), 0), detected)
  }

  /**
   * The rows of a file (CSV, workbooks, JSON, NDJSON, WhatsApp, mail; packed or not) as they stand in it.
   * @param {Input} input
   * @param {{ limit?: number }} [options]
   * @returns {Promise<Rows>}
   */
  async read(input, { limit } = {}) {
    const given = await fileLater(input)
    return later(() => this.#engine.read(given, limit), parsed)
  }

  /**
   * @param {FileInput} input
   * @param {{ limit?: number }} [options]
   * @returns {Rows}
   */
  readSync(input, { limit } = {}) {
    return now(() => this.#engine.read(file(input), limit), parsed)
  }

  /**
   * The rows of a file as messages, by the mapping of the settings or the one that is detected.
   * @param {Input} input
   * @returns {Promise<MappedMessages>}
   */
  async mapMessages(input) {
    const given = await fileLater(input)
    return later(() => this.#engine.mapMessages(given), parsed)
  }

  /**
   * @param {FileInput} input
   * @returns {MappedMessages}
   */
  mapMessagesSync(input) {
    return now(() => this.#engine.mapMessages(file(input)), parsed)
  }

  /**
   * Why the filters leave a conversation out (`too_few_messages` …), or `null` to keep it.
   * @param {GivenConversation} conversation
   * @param {{ now?: Date | string }} [options]
   * @returns {string | null}
   */
  filterReason(conversation, options = {}) {
    const json = JSON.stringify(whole(conversation))
    return made(() => this.#engine.filterReason(json, time(options.now)))
  }

  /**
   * Conversations as a data set in the format of the settings: de-identified, unless `piiSettings: { enabled: false }` says
   * that they are.
   * @param {readonly GivenConversation[]} conversations
   * @returns {Promise<Export>}
   */
  export(conversations) {
    return later(() => this.#engine.export(JSON.stringify(conversations.map(whole))), exported)
  }

  /**
   * @param {readonly GivenConversation[]} conversations
   * @returns {Export}
   */
  exportSync(conversations) {
    return now(() => this.#engine.export(JSON.stringify(conversations.map(whole))), exported)
  }
}

/**
 * @param {GivenConversation} given
 * @returns {object}
 */
function whole(given) {
  if (!Array.isArray(given)) return { id: '', ...given }
  return { id: '', messages: given.map((content) => ({ role: 'customer', content: aText(content) })) }
}

module.exports = { Pipeline, parsed }
