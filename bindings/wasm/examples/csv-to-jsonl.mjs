/** Turns an export of a help desk into lines for fine-tuning, reading and writing in pieces.
 *
 *     node examples/csv-to-jsonl.mjs tickets.csv train.jsonl
 */
import { closeSync, openSync, writeSync } from "node:fs";

import { FileStore, init, openFile, process as run } from "@foundry/wasm";

await init();
const [input, output] = process.argv.slice(2);
const file = openFile(input);
const out = openSync(output, "w");
const store = new FileStore();
try {
  const manifest = run([file], { train: (bytes) => writeSync(out, bytes) }, { filterSettings: { minMessageCount: 2 } }, { store });
  const { counts } = manifest;
  console.log(`${counts.rowsRead} rows, ${counts.conversations} conversations, ${counts.export.records} examples`);
} finally {
  store.close();
  file.close();
  closeSync(out);
}
