import { z } from 'zod'
import { suggestion } from './suggestion.ts'

type RawIssue = z.core.$ZodRawIssue

const NOUNS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a block of keys and values',
  record: 'a block of keys and values',
}

/**
 * What is wrong, and what would be right, where a schema has no message of its own. Unknown keys get a line each.
 * Values are not repeated, but for words of a fixed list: any other may be a password that stands in the wrong place.
 */
export function wording(issue: RawIssue): string | undefined {
  if (issue.input === undefined && ['invalid_type', 'invalid_value', 'invalid_union'].includes(issue.code)) {
    return missing(issue)
  }
  if (issue.code === 'unrecognized_keys') {
    const known = issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : []
    return issue.keys.map((key) => `unknown key "${key}": ${suggestion(key, known)}`).join('\n')
  }
  if (issue.code === 'invalid_value') {
    const words = issue.values.map(String)
    if (typeof issue.input === 'string') return `"${issue.input}" is not possible: ${suggestion(issue.input, words)}`
    return `${found(issue.input)} cannot stand here: write one of ${words.join(', ')}`
  }
  if (issue.code === 'invalid_type') {
    const noun = NOUNS[issue.expected] ?? issue.expected
    const unquoted = issue.expected === 'string' && ['number', 'boolean'].includes(typeof issue.input)
    return `${found(issue.input)} cannot stand here: write ${noun}${unquoted ? ', in quotes' : ''}${example(issue)}`
  }
  return undefined
}

function missing(issue: RawIssue): string {
  return `"${keyOf(issue)}" is missing: add it${example(issue)}`
}

function example(issue: RawIssue): string {
  const examples = issue.inst instanceof z.ZodType ? issue.inst.meta()?.['examples'] : undefined
  return Array.isArray(examples) && typeof issue.path?.at(-1) === 'string'
    ? `, as "${keyOf(issue)}: ${flow(examples[0])}"`
    : ''
}

function keyOf(issue: RawIssue): string {
  return String(issue.path?.at(-1))
}

/** A value as it may be written in one line of YAML. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const pairs = Object.entries(value).map(([key, entry]) => `${key}: ${flow(entry)}`)
  return `{ ${pairs.join(', ')} }`
}

function found(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  const nouns: Record<string, string> = { object: 'a block of keys and values', string: 'text', number: 'a number' }
  return nouns[typeof value] ?? 'true or false'
}
