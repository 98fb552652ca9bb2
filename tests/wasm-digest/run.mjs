// Runs the module and prints the lines that it leaves in its memory.
import { readFileSync } from 'node:fs';

const module = await WebAssembly.compile(readFileSync(process.argv[2]));
// Parts of the engine that are not run here may want functions of a browser.
const imports = {};
for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
  if (kind !== 'function') throw new Error(`the module wants a ${kind}: ${from}.${name}`);
  (imports[from] ??= {})[name] = () => { throw new Error(`the engine calls ${from}.${name}`); };
}
const { exports } = await WebAssembly.instantiate(module, imports);
exports.main(0, 0);

const memory = Buffer.from(exports.memory.buffer);
const [open, close] = ['<foundry-digest>', '</foundry-digest>'];
// The marks stand in the program too; only what `main` has written is a line behind the first of them.
for (let at = memory.indexOf(open); at >= 0; at = memory.indexOf(open, at + 1)) {
  const start = at + open.length;
  const end = memory.indexOf(close, start);
  if (memory.toString('latin1', start, start + 2) === '0 ' && end > 0) {
    process.stdout.write(memory.toString('latin1', start, end));
    process.exit(0);
  }
}
throw new Error('the module left no lines behind');
