'use strict'
// Finds the native half: built beside this file, or in the package for this platform; else the WASM package.

const { readdirSync } = require('node:fs')

/** The name of this platform as the packages spell it, such as `linux-x64-gnu`. */
function platform() {
  const { platform, arch } = process
  if (platform === 'linux') return `linux-${arch}-${isMusl() ? 'musl' : 'gnu'}`
  return platform === 'win32' ? `win32-${arch}-msvc` : `${platform}-${arch}`
}

function isMusl() {
  const report = /** @type {any} */ (process.report?.getReport())
  if (report?.header) return !report.header.glibcVersionRuntime
  return readdirSync('/lib').some((name) => name.startsWith('ld-musl-'))
}

/** @returns {typeof import('./native.d.ts')} */
function load() {
  const name = platform()
  const failures = []
  const ways = [
    () => require(`./foundry.${name}.node`),
    () => require(`@foundry/deid-${name}`),
    () => require('./lib/wasm').load(),
  ]
  for (const way of ways) {
    try {
      return way()
    } catch (error) {
      failures.push(error)
    }
  }
  const message = `@foundry/deid has no build for ${name} here: install @foundry/deid-${name} or @foundry/wasm`
  throw new Error(message, { cause: new AggregateError(failures) })
}

module.exports = load()
