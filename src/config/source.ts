import { readFileSync } from 'node:fs'
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  visit,
  type YAMLMap,
} from 'yaml'
import { errorCode } from './error-code.ts'
import type { Fault } from './fault.ts'

/** Keys and indexes from the root of a document down to a value. */
export type Path = readonly (string | number)[]

/** A YAML file that was read, and where in it things stand. */
export interface Source {
  file: string
  value: unknown
  /** A fault at the value that stands at `path`, or at its key. */
  fault(path: Path, message: string, at?: 'key' | 'value'): Fault
  /** `config/policy.yaml:14`: where the key or list entry at `path` begins. */
  lineOf(path: Path): string
}

const MAX_BYTES = 1024 * 1024
/** Enough to share a block or two; too few to blow up (R39). */
const MAX_ALIASES = 10

/** Reads one file: plain YAML 1.2 with string keys, no tags, no duplicate keys and few aliases (R39). */
export function readSource(file: string): { source: Source | null; faults: Fault[] } {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return { source: null, faults: [unreadable(file, error)] }
  }
  if (Buffer.byteLength(text) > MAX_BYTES) {
    return {
      source: null,
      faults: [{ file, line: 1, column: 1, message: 'larger than 1 MiB: this is no configuration' }],
    }
  }
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    schema: 'core',
    version: '1.2',
    merge: false,
    // Looked for below: here each key would be compared with every one before it, which takes seconds for 10,000 companies.
    uniqueKeys: false,
    logLevel: 'error',
  })
  const fault = (offset: number, message: string): Fault => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), message }
  }
  const faults = document.errors.map((error) => fault(error.pos[0], syntaxMessage(error.code, error.message)))
  faults.push(...refusedNodes(document, fault))
  const keys = indexKeys(document)
  const twice = keys.repeated.map((key) =>
    fault(key.range?.[0] ?? 0, 'this key stands here twice: keep one of the two'),
  )
  // A key that stands there twice leaves a document that can be judged further; broken syntax does not.
  if (faults.length > 0) return { source: null, faults: [...faults, ...twice] }
  const offsetOf = (path: Path, at: 'key' | 'value') => offsetIn(document, keys.pairs, path, at)
  return {
    source: {
      file,
      value: document.toJS({ maxAliasCount: MAX_ALIASES }),
      fault: (path, message, at = 'value') => fault(offsetOf(path, at), message),
      lineOf: (path) => `${file}:${fault(offsetOf(path, 'key'), '').line}`,
    },
    faults: twice,
  }
}

function unreadable(file: string, error: unknown): Fault {
  const code = errorCode(error)
  const message =
    code === 'ENOENT'
      ? 'there is no such file: create it, or name the directory it is in with --config'
      : `cannot be read (${code}): make it a file that this user may read`
  return { file, line: 1, column: 1, message }
}

function syntaxMessage(code: string, message: string): string {
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'a tab indents this line: use spaces'
    case 'NON_STRING_KEY':
      return 'this key is not text: write a plain word'
    case 'MULTIPLE_DOCS':
      return 'a second document begins here: keep everything in one, without "---"'
    default:
      return `not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`
  }
}

function refusedNodes(document: Document, fault: (offset: number, message: string) => Fault): Fault[] {
  const faults: Fault[] = []
  const anchors = new Set<string>()
  let aliases = 0
  const refuse = (node: Node, message: string) => faults.push(fault(node.range?.[0] ?? 0, message))
  // A version directive would switch on other rules: merge keys, octal numbers, "yes" for true.
  if (document.directives?.yaml.explicit === true) {
    faults.push(fault(0, 'a %YAML directive is not allowed here: leave it out, the file is read as YAML 1.2'))
  }
  visit(document, {
    Node(_key, node) {
      if (node.tag !== undefined) refuse(node, `the tag ${node.tag} is not allowed here: write the plain value`)
      if (isAlias(node)) {
        if (!anchors.has(node.source)) refuse(node, `there is no anchor &${node.source} before this: write the value`)
        aliases += 1
        if (aliases === MAX_ALIASES + 1) refuse(node, `more than ${MAX_ALIASES} aliases: write the values out`)
      } else if (node.anchor !== undefined) anchors.add(node.anchor)
    },
    Pair(_key, { key }) {
      if (isScalar(key) && key.value === '__proto__') refuse(key, 'unknown key "__proto__": remove it')
    },
  })
  return faults
}

type Pairs = Map<YAMLMap, Map<string, Pair>>

/** The pairs of every map by their key, of two the first, and the keys that stand in one map twice. */
function indexKeys(document: Document): { pairs: Pairs; repeated: Scalar[] } {
  const pairs: Pairs = new Map()
  const repeated: Scalar[] = []
  visit(document, {
    Map(_key, map) {
      const ofMap = new Map<string, Pair>()
      for (const pair of map.items) {
        if (!isScalar(pair.key)) continue
        const name = String(pair.key.value)
        if (ofMap.has(name)) repeated.push(pair.key)
        else ofMap.set(name, pair)
      }
      pairs.set(map, ofMap)
    },
  })
  return { pairs, repeated }
}

/** Where the value at `path` begins, or the key that names it; where there is none, the innermost thing that is there. */
function offsetIn(document: Document, pairs: Pairs, path: Path, at: 'key' | 'value'): number {
  let node: unknown = document.contents
  let offset = startOf(node) ?? 0
  for (const [depth, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document)
    const pair = isMap(node) ? pairs.get(node)?.get(String(step)) : undefined
    const next = isSeq(node) ? node.items[Number(step)] : pair?.value
    const keyWanted = at === 'key' && depth === path.length - 1
    offset = (keyWanted ? null : startOf(next)) ?? startOf(pair?.key) ?? startOf(next) ?? offset
    node = next
  }
  return offset
}

/** Null for what is not written: `upstream:` with nothing behind it has a value, but no place. */
function startOf(node: unknown): number | null {
  if (!isNode(node) || (isScalar(node) && node.source === '' && node.type === 'PLAIN')) return null
  return node.range?.[0] ?? null
}
