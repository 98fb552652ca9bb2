// Writes the declarations of the package from its JSDoc, and checks the package by them (strict).
//   node scripts/types.mjs            writes index.d.ts, index.d.mts and lib/*.d.ts
//   node scripts/types.mjs --check    fails where they are not up to date
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const check = process.argv.includes('--check')
// Aside, since a declaration from last time beside its source would be read in its place.
const aside = join(root, 'node_modules', '.cache', 'types')

cpSync(join(root, '..', 'types.d.ts'), join(root, 'types.d.ts'))
rmSync(aside, { recursive: true, force: true })
mkdirSync(join(aside, 'lib'), { recursive: true })
const libraries = readdirSync(join(root, 'lib')).filter((name) => name.endsWith('.js'))
const sources = ['index.js', 'index.mjs', ...libraries.map((name) => join('lib', name))]
for (const name of [...sources, 'native.d.ts', 'types.d.ts', 'package.json']) cpSync(join(root, name), join(aside, name))
const compilerOptions = {
  allowJs: true,
  checkJs: true,
  declaration: true,
  emitDeclarationOnly: true,
  esModuleInterop: true,
  lib: ['ES2024'],
  module: 'NodeNext',
  outDir: 'out',
  rootDir: '.',
  strict: true,
  target: 'ES2022',
  types: ['node'],
}
writeFileSync(join(aside, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: sources }))
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
execFileSync(process.execPath, [tsc, '-p', aside], { stdio: 'inherit' })

const stale = []
for (const source of sources) {
  const name = source.replace(/\.(m?)js$/, '.d.$1ts')
  const made = readFileSync(join(aside, 'out', name), 'utf8')
  const path = join(root, name)
  if (check && (!existsSync(path) || readFileSync(path, 'utf8') !== made)) stale.push(name)
  else if (!check) writeFileSync(path, made)
}
if (stale.length > 0) {
  console.error(`not up to date: ${stale.join(', ')}; run \`npm run types\``)
  process.exit(1)
}
