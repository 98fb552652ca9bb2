// Speed of the Node package against Rust and against a chain of 15 regular expressions, in one run, by turns.
//   cargo build --profile bench -p foundry-node -p foundry-benches --examples --lib
//   cp target/release/libfoundry_node.so bindings/node/foundry.linux-x64-gnu.node
//   node bindings/node/scripts/bench.mjs target/release/examples/texts [LINES]
// All in CPU seconds of one thread, as the machine may carry other work; the best of five.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import foundry from '../index.js'

const [rust, count = '1000000'] = process.argv.slice(2)
const PATTERNS = [
  [/[\w.+-]+@[\w-]+\.[\w.]+/g, '[EMAIL]'],
  [/\b(?:\d[ -]?){13,16}\b/g, '[CARD]'],
  [/\b\d{3}-\d{2}-\d{4}\b/g, '[SSN]'],
  [/\+?\d{1,3}[ .-]?\(?\d{2,4}\)?[ .-]?\d{3,4}[ .-]?\d{3,4}/g, '[PHONE]'],
  [/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}\b/g, '[IBAN]'],
  [/\b(?:\d{1,3}\.){3}\d{1,3}\b/g, '[IP]'],
  [/\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/gi, '[MAC]'],
  [/https?:\/\/\S+/g, '[URL]'],
  [/\b(?:sk|pk|ghp|xox[bp])[-_][A-Za-z0-9]{16,}\b/g, '[KEY]'],
  [/\b(?:password|passwort|pwd)\s*[:=]\s*\S+/gi, '[PASSWORD]'],
  [/\b(?:order|ticket|case)\s*#?\s*\d{4,}\b/gi, '[ID]'],
  [/\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b/g, '[DATE]'],
  [/\b(?:0x)?[a-f0-9]{40}\b/gi, '[HASH]'],
  [/\b(?:bc1|[13])[a-zA-HJ-NP-Z0-9]{25,39}\b/g, '[CRYPTO]'],
  [/\b[A-HJ-NPR-Z0-9]{17}\b/g, '[VIN]'],
]
const WORDS = 'hello my order is late can you please check where it and when will arrive thanks for your help the box was broken I would like a refund to card never came again'.split(' ')

// Numerical Recipes' generator: the same lines on every run.
let state = 1
const next = (below) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return (state >>> 8) % below
}
const lines = Array.from({ length: Number(count) }, (_, i) => {
  const words = Array.from({ length: 6 + next(18) }, () => WORDS[next(WORDS.length)])
  if (i % 12 === 0) words.splice(next(words.length), 0, `user${next(9999)}@example.org`)
  if (i % 25 === 0) words.push(`+1 415-555-01${10 + next(89)}`)
  return words.join(' ')
})
const file = join(mkdtempSync(join(tmpdir(), 'foundry-bench-')), 'lines.txt')
writeFileSync(file, lines.join('\n'))

/** CPU seconds of this process. */
const cpu = (work) => {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}
const chain = () => lines.map((line) => PATTERNS.reduce((text, [pattern, token]) => text.replace(pattern, token), line))
let single = Infinity
const ways = {
  node: () => cpu(() => foundry.deidentifySync(lines, undefined, { threads: 1 })),
  rust: () => {
    const { cpu, each } = JSON.parse(execFileSync(rust, [file, '1'], { encoding: 'utf8' }))
    single = Math.min(single, each)
    return cpu
  },
  chain: () => cpu(chain),
}
const best = {}
for (let turn = 0; turn < 5; turn++) {
  for (const [name, way] of Object.entries(ways)) best[name] = Math.min(best[name] ?? Infinity, way())
}
const clean = foundry.deidentifySync(lines, undefined, { threads: 2 })
const same = clean.filter((text, i) => Object.is(text, lines[i])).length
console.log(`${lines.length} lines, ${(lines.join('').length / 1e6).toFixed(1)} MB, ${same} unchanged`)
console.log(`CPU s: node ${best.node.toFixed(3)}, rust ${best.rust.toFixed(3)}, chain ${best.chain.toFixed(3)}`)
console.log(`node / rust speed ${(best.rust / best.node).toFixed(2)}, node / chain ${(best.chain / best.node).toFixed(1)}`)

const pipeline = new foundry.Pipeline()
const text = 'thanks for the help'
const calls = 200_000
const each = Math.min(...[1, 2, 3, 4, 5].map(() => cpu(() => { for (let i = 0; i < calls; i++) pipeline.deidentifySync(text) }) / calls))
console.log(`a single call ${(each * 1e6).toFixed(2)} µs, ${((each - single) * 1e6).toFixed(2)} µs above Rust`)
