import { readdirSync } from 'node:fs'
import { join, parse } from 'node:path'
import { compileFunction } from 'node:vm'
import { Eta } from 'eta'
import type { Fault } from './fault.ts'
import { suggestion } from './suggestion.ts'
import { listOf, readInside } from './theme-files.ts'

const OWN_VIEWS = join(import.meta.dirname, '../..')
const REFERENCE = /(["'`])@([\w-]+)\1/g

interface Template {
  name: string
  file: string
  text: string
}

/** Where in a template something is wrong. */
type Found = Pick<Fault, 'line' | 'column' | 'message'>

/**
 * The templates of a folder of a theme by name, `views` or `views/notices`, and what is wrong with them: none of it shows
 * itself to a visitor first.
 */
export function readTemplates(
  themeDir: string,
  folder: string,
  foldersInside: string[] = [],
): { templates: Map<string, string>; faults: Fault[] } {
  const dir = join(themeDir, folder)
  const builtIn = templatesIn(join(OWN_VIEWS, folder))
  const faults: Fault[] = []
  const templates: Template[] = []
  const listed = listOf(dir)
  if ('fault' in listed) return { templates: new Map(), faults: [listed.fault] }
  for (const entry of listed.entries.filter((name) => !foldersInside.includes(name))) {
    const { name, ext } = parse(entry)
    const file = join(dir, entry)
    const read = readInside(themeDir, join(folder, entry))
    if (ext !== '.eta')
      faults.push({ file, line: 1, column: 1, message: 'this is no template: name it as sign-in.eta' })
    else if ('fault' in read) faults.push(read.fault)
    else templates.push({ name, file, text: read.bytes.toString('utf8') })
  }
  const own = templates.map(({ name }) => name)
  const used = new Set(templates.flatMap(({ text }) => referencesIn(text).map(({ name }) => name)))
  for (const { name, file, text } of templates) {
    const found = [...syntaxFaults(text), ...referenceFaults(text, [...builtIn, ...own])]
    if (!builtIn.includes(name) && !used.has(name)) {
      const message = `the gateway has no template "${name}", and none of this theme includes it: ${suggestion(name, builtIn)}`
      found.push({ line: 1, column: 1, message })
    }
    faults.push(...found.map((one) => ({ file, ...one })))
  }
  return { templates: new Map(templates.map(({ name, text }) => [name, text])), faults }
}

function templatesIn(dir: string): string[] {
  return readdirSync(dir)
    .map((name) => parse(name))
    .flatMap(({ name, ext }) => (ext === '.eta' ? [name] : []))
}

function referencesIn(text: string): { name: string; offset: number }[] {
  return [...text.matchAll(REFERENCE)].map((match) => ({ name: match[2] ?? '', offset: match.index }))
}

function referenceFaults(text: string, known: string[]): Found[] {
  return referencesIn(text)
    .filter(({ name }) => !known.includes(name))
    .map(({ name, offset }) => {
      const before = text.slice(0, offset).split('\n')
      const message = `there is no template "@${name}": ${suggestion(name, known)}`
      return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message }
    })
}

/** Compiles a template, and runs nothing of it. */
function syntaxFaults(text: string): Found[] {
  // Debugging notes the line of each tag in what it compiles to.
  const eta = new Eta({ autoFilter: true, debug: true })
  let code = ''
  try {
    code = eta.compileToString(text)
    compileFunction(code, ['it', 'options'], { filename: 'template' })
    return []
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const [, what = error.message, line, column] = /^(.*?) at line (\d+) col (\d+)/.exec(error.message) ?? []
    if (line !== undefined) return [{ line: Number(line), column: Number(column), message: `${what}: close it` }]
    return [
      { line: lineOf(code, error), column: 1, message: `this does not compile (${plainly(what)}): mend the tag here` },
    ]
  }
}

/** Of the tag that the compiled line came from. */
function lineOf(code: string, { stack = '' }: Error): number {
  const compiledLine = Number(/^template:(\d+)/.exec(stack)?.[1] ?? 1)
  const before = code.split('\n').slice(0, compiledLine).join('\n')
  return Number([...before.matchAll(/__eta\.line=(\d+)/g)].at(-1)?.[1] ?? 1)
}

/** What a brace too few or too many looks like from inside the compiled code. */
function plainly(message: string): string {
  return /\bcatch\b/.test(message) ? 'a brace is missing, or there is one too many' : message
}
