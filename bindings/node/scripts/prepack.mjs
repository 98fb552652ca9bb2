// Before packing: names the platform packages of `npm/` and the WASM package as optional dependencies; `--undo` after it.
// They are not in the committed file, since a package that is not published yet cannot be in the lock file.
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const kept = at('node_modules/.cache/package.json')

if (process.argv.includes('--undo')) cpSync(kept, at('package.json'))
else {
  mkdirSync(at('node_modules/.cache'), { recursive: true })
  cpSync(at('package.json'), kept)
  const manifest = JSON.parse(readFileSync(at('package.json'), 'utf8'))
  const names = readdirSync(at('npm')).map((name) => JSON.parse(readFileSync(at(`npm/${name}/package.json`), 'utf8')).name)
  const optional = [...names.sort(), '@foundry/wasm'].map((name) => [name, manifest.version])
  manifest.optionalDependencies = Object.fromEntries(optional)
  delete manifest.devDependencies
  // The shapes are shared with the WASM package, and copied into each.
  cpSync(at('../types.d.ts'), at('types.d.ts'))
  writeFileSync(at('package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}
