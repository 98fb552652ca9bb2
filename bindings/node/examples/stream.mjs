// A text filter: lines in, the same lines without personal data out. Here from memory; `process.stdin` works as well.
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { deidentifyLines } from '../index.mjs'

const lines = Readable.from(['Hello,\n', 'write to ann@example.org ', 'or bob@example.org\n'])
await pipeline(lines, deidentifyLines({ entities: ['EMAIL_ADDRESS'] }), process.stdout, { end: false })
