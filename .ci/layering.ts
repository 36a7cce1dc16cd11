import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import process from 'node:process'

/**
 * Holds the layering rule of the design: who may import whom below `src/`. Packages and `node:` modules are free,
 * except to `domain/`, which imports nothing outside itself. Type-only imports count like any other,
 * but for those that `TYPES_ONLY` lists.
 */
const MAY_IMPORT: Record<string, string[]> = {
  domain: ['domain'],
  config: ['config', 'languages', 'domain'],
  http: ['http', 'proxy', 'languages', 'domain'],
  proxy: ['proxy', 'http', 'domain'],
  languages: ['languages', 'domain'],
  pages: ['pages', 'languages', 'domain'],
  routes: ['routes', 'http', 'domain'],
  factors: ['factors', 'languages', 'domain'],
  delivery: ['delivery', 'domain'],
  stores: ['stores', 'domain'],
  // Configurations for other proxies, which must decide as the gateway does.
  front: ['front', 'http', 'proxy', 'domain'],
  cli: ['cli', 'config', 'front', 'languages', 'domain', '.'],
  // Files directly in src/: main and gateway wire everything; the others are small services of their own.
  '.': ['.', 'domain'],
}

/** Files that wire, and so may import everything. */
const WIRING = new Set([
  'gateway.ts',
  'stations.ts',
  'administration.ts',
  'explanation.ts',
  'factors.ts',
  'ground.ts',
  'main.ts',
  'outgoing.ts',
])

/** What a layer may name in `import type` besides: the shapes of what `gateway.ts` hands to it. */
const TYPES_ONLY: Record<string, string[]> = {
  http: ['config', 'pages', 'proxy', '.'],
  proxy: ['config', '.'],
  front: ['config'],
  pages: ['config'],
  routes: ['config', 'pages', 'factors', '.'],
  factors: ['config'],
  delivery: ['config'],
  stores: ['config'],
  '.': ['config', 'http', 'routes'],
}

const src = resolve(import.meta.dirname, '../src')
const faults: string[] = []
const IMPORT = /^\s*(?:import|export)\s+(type\s+)?(?:[^'"]*?\bfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm

let checked = 0
for (const file of readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
  const layer = layerOf(file)
  const text = readFileSync(join(src, file), 'utf8')
  checked++
  for (const [statement, typeOnly, from, dynamic] of text.matchAll(IMPORT)) {
    const target = from ?? dynamic ?? ''
    const line = text.slice(0, text.indexOf(statement)).split('\n').length
    if (!target.startsWith('.')) {
      if (layer === 'domain')
        faults.push(`src/${file}:${line}: domain/ imports nothing outside itself, and this is ${target}`)
      continue
    }
    const other = layerOf(relative(src, resolve(src, dirname(file), target)))
    const allowed = MAY_IMPORT[layer]
    if (allowed === undefined) faults.push(`src/${file}: the layering rule knows no folder ${layer}/`)
    else if (!WIRING.has(file) && !allowed.includes(other) && !(typeOnly && TYPES_ONLY[layer]?.includes(other))) {
      faults.push(`src/${file}:${line}: ${layer}/ may not import from ${other}/ (${target})`)
    }
  }
}

for (const fault of faults) console.error(fault)
if (checked === 0) faults.push('no file was checked')
console.log(`layering: ${checked} files, ${faults.length} faults`)
process.exit(faults.length === 0 ? 0 : 1)

function layerOf(file: string): string {
  const [first = '', ...rest] = file.split('/')
  return rest.length === 0 ? '.' : first
}
