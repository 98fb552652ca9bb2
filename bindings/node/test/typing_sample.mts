// What a user's type checker must accept, and refuse. Not run.
import foundry, { FoundryError, Pipeline, deidentify, deidentifySync, findSync, process } from '../index.mjs'

export const one: string = deidentifySync('text')
export const many: Promise<string[]> = deidentify(['text'], { minScore: 0.6, entities: ['EMAIL_ADDRESS'] })
export const some: Promise<(string | null | undefined)[]> = deidentify(['text', null])
export const starts: number[] = findSync('text').map((found) => found.start)
export const inputs: Promise<{ counts: { rowsRead: number } }> = process(
  ['a.csv', { name: 'b.csv', data: new Uint8Array() }],
  'out.jsonl',
  { exportFormat: 'jsonl_qa', filterSettings: { minMessageCount: 2, requireRoles: ['agent'] } },
  { threads: 2, onProgress: ({ phase }) => phase === 'read' },
)
export const pipeline = new Pipeline({ piiSettings: { operators: { EMAIL_ADDRESS: { type: 'mask', keepLast: 4 } } } })
export const code = (error: FoundryError): 'invalid_config' | undefined =>
  error.code === 'invalid_config' ? error.code : undefined
export const schema: Record<string, unknown> = foundry.jsonSchema()

// @ts-expect-error there is no such setting
deidentify('text', { minScor: 0.6 })
// @ts-expect-error there is no such entity type
deidentify('text', { entities: ['EMAIL'] })
// @ts-expect-error a number is no text
deidentify(5)
// @ts-expect-error there is no such format
process('a.csv', 'out', { exportFormat: 'jsonl' })
