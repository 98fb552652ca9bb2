'use strict'
// The WASM package in place of the native half: the same interface, on the calling thread, files whole in memory. What it
// cannot do (folders, patterns, evidence) it refuses with the code `unsupported`.

const { readFileSync, renameSync, writeFileSync } = require('node:fs')
const { FoundryError } = require('./errors')

/**
 * The native interface over the WASM package, which must be started.
 * @param {any} wasm
 * @returns {any}
 */
function adapt(wasm) {
  /** Errors cross as those of the native half do: JSON in the message. @type {<T>(work: () => T) => T} */
  const made = (work) => {
    try {
      return work()
    } catch (error) {
      if (error instanceof wasm.FoundryError) throw new Error(JSON.stringify(/** @type {any} */ (error).toShape()))
      throw error
    }
  }
  const unsupported = (/** @type {string} */ message, /** @type {string} */ hint) =>
    new FoundryError({ code: 'unsupported', message, hint })
  const named = (/** @type {any} */ { name, path, bytes }) => ({ name, data: bytes ?? readFile(path ?? name) })

  class Call {
    #work
    /** @param {() => any} work */
    constructor(work) {
      this.#work = work
    }

    run() {
      return made(this.#work)
    }

    async start() {
      return this.run()
    }
  }
  const json = (/** @type {() => unknown} */ work) => new Call(() => ({ text: JSON.stringify(work()) }))
  /** Texts of a block, or nothing where one holds a zero byte itself. @type {(buffers: Buffer[], count: number) => string[] | undefined} */
  const split = (buffers, count) => {
    const texts = buffers.flatMap((bytes) => bytes.toString().split('\0'))
    return texts.length === count ? texts : undefined
  }

  class Engine {
    #core
    /**
     * @param {string | undefined} text
     * @param {string | undefined} file
     * @param {string} over
     */
    constructor(text, file, over) {
      const settings = file === undefined ? JSON.parse(text ?? '{}') : read(file)
      const more = JSON.parse(over)
      if (typeof settings === 'string' && Object.keys(more).length > 0) {
        throw unsupported('settings cannot be put over a TOML file here', 'write the file as JSON')
      }
      const merged = typeof settings === 'string' ? settings : merge(settings, more)
      this.#core = made(() => new wasm.Engine(merged))
      this.given = merged
    }

    snapshot() {
      return this.#core.settingsJson()
    }

    config() {
      return this.#core.settingsJson()
    }

    fingerprint() {
      return this.#core.fingerprint
    }

    replacer() {
      return (/** @type {string} */ text) => {
        const clean = made(() => this.#core.deidentify(text))
        return clean === text ? null : clean
      }
    }

    /** @param {string} text */
    deidentifyText(text) {
      return json(() => this.#core.deidentifyText(text))
    }

    /**
     * @param {Buffer[]} buffers
     * @param {number} count
     */
    deidentifyBlock(buffers, count) {
      return new Call(() => {
        const texts = split(buffers, count)
        if (!texts) return { text: '' }
        const changed = texts.flatMap((text, place) => {
          const clean = this.#core.deidentify(text)
          return clean === text ? [] : [{ clean, place }]
        })
        const places = Buffer.alloc(4 * changed.length)
        changed.forEach(({ place }, i) => places.writeUInt32LE(place, 4 * i))
        return { text: changed.map(({ clean }) => clean).join('\0'), bytes: places }
      })
    }

    /** @param {string} text */
    find(text) {
      return made(() => JSON.stringify(this.#core.find(text)))
    }

    /**
     * @param {Buffer[]} buffers
     * @param {number} count
     */
    findBlock(buffers, count) {
      return new Call(() => {
        const found = split(buffers, count)?.map((text, place) => [place, this.#core.find(text)])
        return { text: found ? JSON.stringify(found.filter(([, spans]) => spans.length > 0)) : '' }
      })
    }

    /** @param {string} text */
    clean(text) {
      return json(() => this.#core.clean(text))
    }

    /** @param {string} text */
    explain(text) {
      return json(() => this.#core.explain(text))
    }

    /** @param {string} conversation */
    deidentifyConversation(conversation) {
      return json(() => this.#core.deidentifyConversation(JSON.parse(conversation)))
    }

    /** @param {string} conversations */
    export(conversations) {
      return new Call(() => {
        const { output, counts } = this.#core.export(JSON.parse(conversations))
        return { text: JSON.stringify(counts), bytes: Buffer.from(output) }
      })
    }

    /**
     * @param {string[]} lines
     * @param {string[] | undefined} predictions
     * @param {Record<string, string>} labelMap
     * @param {string} offsets
     * @param {number} showErrors
     */
    evaluate(lines, predictions, labelMap, offsets, showErrors) {
      const objects = (/** @type {string[]} */ lines) => lines.map((line) => JSON.parse(line))
      const options = { predictions: predictions && objects(predictions), labelMap, offsets, showErrors }
      return json(() => this.#core.evaluate(objects(lines), options))
    }

    /**
     * @param {string} conversation
     * @param {string} now
     */
    filterReason(conversation, now) {
      return made(() => this.#core.filterReason(JSON.parse(conversation), now))
    }

    /**
     * @param {object} file
     * @param {number} samples
     */
    inspect(file, samples) {
      return json(() => this.#core.inspect(named(file), samples))
    }

    /**
     * @param {object} file
     * @param {number | undefined} limit
     */
    read(file, limit) {
      return json(() => wasm.read(named(file), this.given, limit))
    }

    /** @param {object} file */
    mapMessages(file) {
      return json(() => this.#core.mapMessages(named(file)))
    }

    /**
     * @param {object} file
     * @param {string} now
     * @param {number} rows
     * @param {number} count
     */
    preview(file, now, rows, count) {
      return json(() => this.#core.preview(named(file), { now, rows, count }))
    }

    /**
     * @param {any[]} files
     * @param {string} shown
     * @param {{ now: string, limit?: number }} limits
     */
    report(files, shown, { now, limit }) {
      return new Call(() => {
        const { data, html } = made(() => wasm.report(files.map(named), this.given, { ...JSON.parse(shown), now, limit }))
        return { text: JSON.stringify(data), bytes: Buffer.from(html) }
      })
    }
  }

  class Run {
    /** @type {any[]} */
    #inputs = []
    #stopped = false

    /** @param {string} path */
    addPath(path) {
      this.#inputs.push({ name: path, path })
    }

    /** @param {any} file */
    addFile(file) {
      this.#inputs.push(file)
    }

    addStream() {
      throw unsupported('a run reads no streams here', 'give a path or the bytes')
    }

    openStream() {
      throw unsupported('a run writes to no streams here', 'give a path')
    }

    reply() {}
    fail() {}

    cancel() {
      this.#stopped = true
    }

    /**
     * @param {any} engine
     * @param {any} to
     * @param {any} limits
     * @param {(event: any) => void} hear
     */
    start(engine, to, limits, hear) {
      const onProgress = (/** @type {object} */ progress) => {
        hear({ kind: 'progress', text: JSON.stringify(progress) })
        return !this.#stopped
      }
      setImmediate(() => {
        try {
          hear({ kind: 'done', text: this.run(engine, to, limits, onProgress) })
        } catch (error) {
          hear({ kind: 'failed', text: told(error) })
        }
      })
    }

    /**
     * @param {any} engine
     * @param {any} to
     * @param {any} limits
     * @param {(progress: object) => boolean} [onProgress]
     */
    run(engine, to, { now, memory, limit }, onProgress) {
      if (to.folder || to.evidence) throw unsupported('folders and evidence are not written here', 'install the native package')
      /** @type {{ train: Uint8Array[], provenance: Uint8Array[] }} */
      const parts = { train: [], provenance: [] }
      const out = {
        train: (/** @type {Uint8Array} */ bytes) => parts.train.push(bytes.slice()),
        provenance: to.provenance && ((/** @type {Uint8Array} */ bytes) => parts.provenance.push(bytes.slice())),
      }
      const options = { now, memory, limit, onProgress }
      const manifest = made(() => wasm.process(this.#inputs.map(named), out, engine.given, options))
      const text = `${JSON.stringify(manifest, null, 2)}\n`
      write(to.out, Buffer.concat(parts.train))
      write(to.provenance, Buffer.concat(parts.provenance))
      write(to.report, text)
      return text
    }
  }

  const { version, entityTypes, exportFormats, errorCodes } = wasm.constants()
  return {
    Call,
    Engine,
    Run,
    version: () => version,
    entityTypes: () => entityTypes,
    exportFormats: () => exportFormats,
    errorCodes: () => errorCodes,
    jsonSchema: () => JSON.stringify(wasm.jsonSchema()),
    reidentify: (/** @type {string[]} */ texts, /** @type {string} */ map, /** @type {string | undefined} */ key) =>
      made(() => wasm.reidentify(texts, JSON.parse(map), key)),
    validate: (/** @type {object} */ file, /** @type {string | undefined} */ format) =>
      json(() => wasm.validate(named(file), format)),
  }
}

/** An error as the native half tells it. @param {unknown} error */
function told(error) {
  if (!(error instanceof FoundryError)) return /** @type {Error} */ (error).message
  return JSON.stringify({ ...error, text: error.message, message: error.reason })
}

/** @param {string} file */
function read(file) {
  const text = readFile(file).toString()
  return file.toLowerCase().endsWith('.json') ? JSON.parse(text) : text
}

/** @param {string} path */
function readFile(path) {
  try {
    return readFileSync(path)
  } catch (cause) {
    const hint = 'check the name, and the folder the program runs in'
    throw new FoundryError({ code: 'io_error', message: 'cannot be read', text: `${path}: cannot be read`, file: path, hint }, { cause })
  }
}

/**
 * One level deep, as the native half does it.
 * @param {Record<string, any>} settings
 * @param {Record<string, any>} over
 */
function merge(settings, over) {
  const isObject = (/** @type {unknown} */ value) => typeof value === 'object' && value !== null && !Array.isArray(value)
  const both = (/** @type {string} */ key) => isObject(settings[key]) && isObject(over[key])
  const pairs = Object.entries(over).map(([key, value]) => [key, both(key) ? { ...settings[key], ...value } : value])
  return { ...settings, ...Object.fromEntries(pairs) }
}

/**
 * Written aside, then renamed: the old file or the whole new one.
 * @param {string | undefined} path
 * @param {Buffer | string} bytes
 */
function write(path, bytes) {
  if (path === undefined) return
  writeFileSync(`${path}.part`, bytes)
  renameSync(`${path}.part`, path)
}

/** The WASM package, found and started. */
function load() {
  // By way of names that are no literals: the package need not be there for a bundler or a type checker.
  const name = '@foundry/wasm'
  const wasm = require(name)
  const { Module } = /** @type {any} */ (globalThis).WebAssembly
  wasm.initSync(new Module(readFileSync(require.resolve(`${name}/foundry.wasm`))))
  return adapt(wasm)
}

module.exports = { adapt, load }
