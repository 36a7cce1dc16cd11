import { DURATION_PATTERN } from './duration.ts'

/** A part of a JSON Schema, as far as lists of keys are made of it. */
interface Part {
  description?: string
  default?: unknown
  type?: string | string[]
  const?: unknown
  enum?: string[]
  pattern?: string
  minimum?: number
  maximum?: number
  required?: string[]
  properties?: Record<string, Part>
  items?: Part
  additionalProperties?: Part | false
  anyOf?: Part[]
}

/** Every key of a file, in Markdown: each of the first level with a heading of its own. */
export function keyList(jsonSchema: string): string {
  const { properties = {}, required = [] }: Part = JSON.parse(jsonSchema)
  return Object.entries(properties)
    .map(([key, part]) => section(key, part, required.includes(key)))
    .join('\n')
}

function section(key: string, part: Part, isNeeded: boolean): string {
  const rows = keysIn(part, key)
  const facts = [['Takes', takes(part)] as const, ['Left out:', whenLeftOut(part, isNeeded)] as const]
  const said = facts.filter(([, fact]) => fact !== '').map(([what, fact]) => ` ${what} ${fact}.`)
  const table = `\n| key | takes | left out | |\n| --- | --- | --- | --- |\n${rows.join('')}`
  return `### ${key}\n${plain(part.description)}${said.join('')}\n${rows.length === 0 ? '' : table}`
}

/** A row for each key below `at`. */
function keysIn(part: Part, at: string): string[] {
  const { properties = {}, required = [], items, additionalProperties, anyOf = [] } = part
  return [
    ...Object.entries(properties).flatMap(([key, inner]) => [
      row(`${at}.${key}`, inner, required.includes(key)),
      ...keysIn(inner, `${at}.${key}`),
    ]),
    ...(items === undefined ? [] : keysIn(items, `${at}[]`)),
    ...(additionalProperties ? keysIn(additionalProperties, `${at}.NAME`) : []),
    // What one alternative needs may be left out by another.
    ...anyOf.flatMap((one) => (inBraces(one) === null ? keysIn({ ...one, required: [] }, at) : [])),
  ]
}

function row(key: string, part: Part, isNeeded: boolean): string {
  return `| \`${key}\` | ${takes(part)} | ${whenLeftOut(part, isNeeded)} | ${plain(part.description)} |\n`
}

/** Empty for what has keys of its own. */
function takes(part: Part): string {
  const { type, enum: words, const: word, pattern, minimum, maximum, items, anyOf } = part
  if (word !== undefined) return code(word)
  if (words !== undefined) return words.map(code).join(', ')
  if (anyOf !== undefined && type === undefined) return oneOf(anyOf)
  if (items !== undefined) return ['a list', takes(items)].filter((one) => one !== '').join(' of ')
  if (pattern === DURATION_PATTERN.source) return 'a duration'
  if (minimum !== undefined && maximum !== undefined) return `${inGroups(minimum)} to ${inGroups(maximum)}`
  if (type === 'object') return inBraces(part) ?? ''
  if (type === 'boolean') return '`true`, `false`'
  return [type ?? 'anything'].flat().join(', ').replace('string', 'text')
}

function oneOf(parts: Part[]): string {
  return [...new Set(parts.map((part) => takes(part) || 'the keys below'))].join(' or ')
}

/** Where something is that must not stand in the file itself. */
function inBraces({ properties = {} }: Part): string | null {
  const keys = Object.keys(properties).join()
  if (keys === 'env') return '`{ env: NAME }`'
  return keys === 'file' ? '`{ file: PATH }`' : null
}

/** Empty where the description says it, or the keys below. */
function whenLeftOut({ default: value }: Part, isNeeded: boolean): string {
  if (isNeeded) return 'a fault'
  const text = JSON.stringify(value)
  if (text === undefined || text === '{}') return ''
  return text === '[]' ? 'none' : code(value)
}

/** As it stands in YAML. */
function code(value: unknown): string {
  const text =
    typeof value === 'string'
      ? value
      : JSON.stringify(value, null, 1)
          .replace(/["\n]/g, '')
          .replace(/(?<=\[) | (?=\])/g, '')
  return `\`${text.replace(/^\{ ?(.*?) ?\}$/, '{ $1 }')}\``
}

function inGroups(number: number): string {
  return number.toLocaleString('en-GB')
}

function plain(description = ''): string {
  return description.replace(/[<*|]/g, '\\$&')
}
