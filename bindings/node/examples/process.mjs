// From a help-desk file to a data set, with progress; the file is looked at first.
import { fileURLToPath } from 'node:url'
import { inspect, process, validate } from '../index.mjs'

const tickets = fileURLToPath(new URL('../../cli/examples/tickets.csv', import.meta.url))
const { format, mappings } = await inspect(tickets)
console.log(format, mappings.map(({ sourceField, targetField }) => `${sourceField} → ${targetField}`).join(', '))

const settings = { exportFormat: 'jsonl_conversation', filterSettings: { minMessageCount: 2 } }
const onProgress = ({ rowsRead, recordsWritten }) => console.error(`${rowsRead} rows, ${recordsWritten} examples`)
const { counts, leakAudit } = await process(tickets, 'train.jsonl', settings, { onProgress })
console.log(`${counts.export.records} examples of ${counts.conversations} conversations, ${leakAudit.residual} leaks`)
console.log(await validate('train.jsonl').then(({ valid }) => valid))
