import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'

/**
 * Holds docs/requirements.md to the tests: every number has a test whose title bears it, the files that are named are
 * those that bear it, and no title bears a number that is not there. `--write` writes the names of the files anew.
 */
const root = resolve(import.meta.dirname, '..')
const page = join(root, 'docs/requirements.md')
const ROW = /^\| ([AR]\d+) \| (.*) \|(.*)\|$/gm
const NOT_YET = 'not yet'
const REMEDY = '"npm run requirements -- --write" does'
const faults: string[] = []

const filesBy = filesByNumber()
const text = readFileSync(page, 'utf8')
if (process.argv.includes('--write')) writeFileSync(page, text.replace(ROW, written))
else check(text)

for (const fault of faults) console.error(fault)
console.log(`requirements: ${filesBy.size} numbers in titles of tests, ${faults.length} faults`)
process.exit(faults.length === 0 ? 0 : 1)

/** Files below test/, without `.ts`, whose titles of tests and suites bear a number. */
function filesByNumber(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const file of readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' }).toSorted(byName)) {
    if (!file.endsWith('.ts')) continue
    const source = readFileSync(join(root, 'test', file), 'utf8')
    for (const [, , title = ''] of source.matchAll(/\b(?:test|suite)\(\s*(['"`])(.*?)\1/gs)) {
      for (const [number] of title.matchAll(/\b[AR]\d+\b/g)) {
        found.set(number, (found.get(number) ?? new Set()).add(file.replace(/\.ts$/, '')))
      }
    }
  }
  return found
}

function written(row: string, number: string, meaning: string, heldBy: string): string {
  if (heldBy.trim() === NOT_YET) return row
  const names = Array.from(filesBy.get(number) ?? [], (file) => `\`${nameOf(file)}\``)
  return `| ${number} | ${meaning} | ${names.join(' ')} |`
}

function check(rows: string): void {
  const known = new Set<string>()
  for (const [, number = '', , heldBy = ''] of rows.matchAll(ROW)) {
    known.add(number)
    const files = new Set(Array.from(filesBy.get(number) ?? [], nameOf))
    const named = new Set(Array.from(heldBy.matchAll(/`(.*?)`/g), ([, name = '']) => name))
    if (files.size === 0 && heldBy.trim() !== NOT_YET) faults.push(`${number}: no test has it in its title`)
    for (const name of named.difference(files)) faults.push(`${number}: no title in test/${name} has it`)
    for (const name of files.difference(named)) faults.push(`${number}: the page does not name test/${name}; ${REMEDY}`)
  }
  for (const number of filesBy.keys())
    if (!known.has(number)) faults.push(`${number}: a test has it, the page does not`)
}

/** As the page names it. */
function nameOf(file: string): string {
  return file.replace(/\.test$/, '')
}

function byName(a: string, b: string): number {
  return a < b ? -1 : 1
}
