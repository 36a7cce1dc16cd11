import { parseArgs } from 'node:util'
import { help } from './help.ts'

/** An option of a command line. */
export interface Option {
  /** What stands behind it, as `DIR`; null for an option that stands alone. */
  takes: string | null
  says: string
  required?: boolean
  /** What is wrong with a value, as a whole sentence; null when nothing is. */
  fault?: (typed: string) => string | null
}

/** One command: what it is called, what it takes and what it does. */
export interface Command {
  /** One word or several, as `account set-phone`. */
  name: string
  /** What stands behind the name, as `USERNAME`; all of it is needed. */
  takes: string[]
  options: Record<string, Option>
  says: string
  /** Answers the exit code. */
  run(asked: Asked): Promise<number> | number
}

/** What stands on the command line behind the name of a command. */
export interface Asked {
  /** As many as the command takes. */
  values: string[]
  text(option: string): string | undefined
  has(option: string): boolean
}

export type Reading =
  | { kind: 'run'; command: Command; asked: Asked }
  | { kind: 'print'; text: string }
  | { kind: 'misused'; text: string }

/** Reads the arguments of the command line; whatever they are, a plain answer comes of it. */
export function readCommand(args: string[], commands: Command[], version: string): Reading {
  const { values, positionals, tokens } = parseArgs({
    args,
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: {
      ...parserOptions(commands),
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
    },
  })
  if (values.help === true) return { kind: 'print', text: help(commands, positionals) }
  if (values.version === true) return { kind: 'print', text: `gatehouse ${version}` }

  const command = commandAsked(commands, positionals)
  if (command === undefined) return misused(unknownCommand(commands, positionals))
  const { name, takes, options } = command
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined
    if (option === undefined) return misused(`"gatehouse ${name}" has no option ${token.rawName}.`)
    const fault = faultOfOption(option, token)
    if (fault !== null) return misused(fault)
  }
  const missing = Object.keys(options).find((option) => options[option]?.required && values[option] === undefined)
  if (missing !== undefined) return misused(`"gatehouse ${name}" needs --${missing}.`)

  const given = positionals.slice(wordsOf(command).length)
  const lacking = takes[given.length]
  if (lacking !== undefined) return misused(`"gatehouse ${name}" needs ${lacking}.`)
  const tooMuch = given.slice(takes.length)
  if (tooMuch.length > 0) return misused(`"${tooMuch.join(' ')}" is one word too many.`)
  return { kind: 'run', command, asked: askedFrom(given, values) }
}

/** Options of the same name are alike in all commands. */
function parserOptions(commands: Command[]): Record<string, { type: 'string' | 'boolean' }> {
  const all = commands.flatMap(({ options }) => Object.entries(options))
  return Object.fromEntries(all.map(([name, { takes }]) => [name, { type: takes === null ? 'boolean' : 'string' }]))
}

function commandAsked(commands: Command[], positionals: string[]): Command | undefined {
  return commands.find((command) => wordsOf(command).every((word, index) => positionals[index] === word))
}

function unknownCommand(commands: Command[], [first, second]: string[]): string {
  if (first === undefined) return 'No command was given.'
  const isGroup = commands.some(({ name }) => name.startsWith(`${first} `))
  if (!isGroup) return `There is no command "${first}".`
  return second === undefined ? `"gatehouse ${first}" needs a command.` : `There is no command "${first} ${second}".`
}

function faultOfOption(
  { takes, fault }: Option,
  token: { rawName: string; value?: string | undefined; inlineValue?: boolean | undefined },
): string | null {
  const { rawName, value, inlineValue } = token
  if (takes === null) return value === undefined ? null : `${rawName} takes no value.`
  // Not strict, the parser takes the next option for the value, or none at all.
  if (value === undefined || value === '' || (inlineValue !== true && value.startsWith('-'))) {
    return `${rawName} needs a value.`
  }
  return fault?.(value) ?? null
}

function askedFrom(given: string[], values: Record<string, unknown>): Asked {
  return {
    values: given,
    text(option) {
      const value = values[option]
      return typeof value === 'string' ? value : undefined
    },
    has: (option) => values[option] === true,
  }
}

function wordsOf({ name }: Command): string[] {
  return name.split(' ')
}

function misused(problem: string): Reading {
  return { kind: 'misused', text: `${problem} "gatehouse --help" shows what there is.` }
}
