import type { z } from 'zod'
import type { Fault } from './fault.ts'
import { type Lenient, readLeniently } from './lenient.ts'
import type { Path, Source } from './source.ts'
import { wording } from './wording.ts'

type Issue = z.core.$ZodIssue

/** A file held against its schema. */
export interface Shape<T> {
  source: Source
  faults: Fault[]
  /** All that the file says; null when it has faults of shape. */
  whole: T | null
  /** What is sound in it, with `undefined` in place of the rest. */
  sound: Lenient<T>
}

/** Finds every fault of shape at once: unknown and missing keys, wrong types, values that are not possible. */
export function checkShape<S extends z.ZodType>(source: Source, schema: S): Shape<z.output<S>> {
  const document = source.value ?? {}
  const result = schema.safeParse(document, { error: wording })
  return {
    source,
    faults: (result.error?.issues ?? []).flatMap((issue) => faultsOf(issue, pathOf(issue), source)),
    whole: result.success ? result.data : null,
    sound: readLeniently(schema, document),
  }
}

function faultsOf(issue: Issue, path: Path, source: Source): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n')
    return issue.keys.map((key, index) => source.fault([...path, key], messages[index] ?? issue.message, 'key'))
  }
  if (issue.code === 'invalid_key') return [source.fault(path, issue.issues[0]?.message ?? issue.message, 'key')]
  if (issue.code === 'invalid_union') {
    const branch = meantBranch(issue.errors)
    if (branch !== undefined) {
      return branch.flatMap((inner) => faultsOf(inner, [...path, ...pathOf(inner)], source))
    }
  }
  return [source.fault(path, issue.message)]
}

/** A branch that could be entered has more to say than "none fits"; of several the one that fits best. */
function meantBranch(branches: Issue[][]): Issue[] | undefined {
  return branches
    .filter((branch) => branch.every((issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys'))
    .sort((a, b) => weight(a) - weight(b))[0]
}

function weight(branch: Issue[]): number {
  return branch.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 1), 0)
}

function pathOf(issue: Issue): Path {
  return issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
}
