// What the calls give is what `bindings/types.d.ts` says, key by key.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import foundry from '../index.js'

const shared = new URL('../../types.d.ts', import.meta.url)
const tree = ts.createSourceFile('types.d.ts', readFileSync(shared, 'utf8'), ts.ScriptTarget.Latest)
const interfaces = new Map(tree.statements.filter(ts.isInterfaceDeclaration).map((node) => [node.name.text, node]))

/** The members of an interface, those that it extends too. */
function members(node) {
  const bases = node.heritageClauses?.flatMap(({ types }) => types.map(({ expression }) => expression.text)) ?? []
  return [...bases.flatMap((name) => members(interfaces.get(name))), ...node.members]
}

/** What is wrong with a value of a type: keys that are missing or that nobody declared. */
function faults(type, value, path) {
  if (ts.isArrayTypeNode(type)) {
    assert(Array.isArray(value), `${path} is no list`)
    return value.flatMap((item, i) => faults(type.elementType, item, `${path}[${i}]`))
  }
  if (ts.isUnionTypeNode(type)) {
    const all = type.types.map((choice) => faults(choice, value, path))
    return all.find((found) => found.length === 0) ?? all[0]
  }
  if (ts.isTypeReferenceNode(type)) {
    const [, values] = type.typeArguments ?? []
    if (values) return Object.entries(value).flatMap(([key, item]) => faults(values, item, `${path}.${key}`))
    const declared = interfaces.get(type.typeName.text)
    return declared ? keys(members(declared), value, path) : []
  }
  if (ts.isTypeLiteralNode(type)) return keys(type.members, value, path)
  const kind = { [ts.SyntaxKind.StringKeyword]: 'string', [ts.SyntaxKind.NumberKeyword]: 'number', [ts.SyntaxKind.BooleanKeyword]: 'boolean' }[type.kind]
  return kind && typeof value !== kind ? [`${path} is ${typeof value}, not ${kind}`] : []
}

function keys(declared, value, path) {
  if (typeof value !== 'object' || value === null) return [`${path} is no object`]
  const open = declared.some(ts.isIndexSignatureDeclaration)
  const named = declared.filter(ts.isPropertySignature)
  const known = new Map(named.map((member) => [member.name.text, member]))
  const strange = Object.keys(value).filter((key) => !known.has(key) && !open)
  const missing = named.filter((member) => !member.questionToken && !(member.name.text in value))
  const deeper = Object.entries(value).flatMap(([key, item]) => {
    const member = known.get(key)
    return member ? faults(member.type, item, `${path}.${key}`) : []
  })
  return [...strange.map((key) => `${path}.${key} is not declared`), ...missing.map(({ name }) => `${path}.${name.text} is missing`), ...deeper]
}

test('results have the shapes that are declared', async () => {
  const tickets = fileURLToPath(new URL('../../cli/examples/tickets.csv', import.meta.url))
  const text = 'It is Ann Lee, ann@example.org, or call 415-555-0134.\n\nSent from my iPhone'
  const labelled = [{ id: 1, text, spans: [{ start: 10, end: 17, label: 'PERSON' }] }]
  const settings = { exportConfig: { countTokens: true } }
  const progress = []
  const manifest = await foundry.process(tickets, undefined, settings, { onProgress: (at) => void progress.push(at) })
  const evaluated = foundry.evaluateSync(labelled, undefined, { showErrors: 5 })
  const results = {
    Finding: foundry.findSync(text),
    Explanation: foundry.explainSync(text),
    DeidentifiedText: [foundry.deidentifyTextSync(text)],
    DeidentifiedConversation: [foundry.deidentifyConversationSync([text])],
    CleanedText: [foundry.cleanSync(text)],
    Inspection: [foundry.inspectSync(tickets)],
    Rows: [foundry.readSync(tickets, undefined, { limit: 3 })],
    MappedMessages: [foundry.mapMessagesSync(tickets)],
    Preview: [foundry.previewSync(tickets)],
    ReportData: [foundry.reportSync(tickets).data],
    Progress: progress,
    Manifest: [manifest],
    ExportCounts: [foundry.exportConversationsSync([[text]]).counts],
    ValidationReport: [foundry.validateSync({ name: 'a', data: '{"messages":[{"role":"user","content":"a"}]}' })],
    EvaluationReport: [{ ...evaluated, faults: undefined }].map(({ faults, ...report }) => report),
    Fault: evaluated.faults,
  }
  for (const [name, values] of Object.entries(results)) {
    assert(values.length > 0, name)
    for (const value of values) assert.deepEqual(keys(members(interfaces.get(name)), value, name), [])
  }
  // The check can fail.
  assert.notDeepEqual(keys(members(interfaces.get('Finding')), { ...results.Finding[0], more: 1 }, ''), [])
  assert.notDeepEqual(keys(members(interfaces.get('Manifest')), { ...manifest, counts: {} }, ''), [])
})
