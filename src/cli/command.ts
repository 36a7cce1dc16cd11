import { parseArgs } from 'node:util'

export interface Options {
  /** Directory of `gatehouse.yaml` and `policy.yaml`. */
  configDir: string
  dataDir: string
  /** Overrides the port that the configuration names. */
  port: number | undefined
}

/** What somebody asked for. */
export type Command =
  | { kind: 'serve' | 'check'; options: Options }
  | { kind: 'print'; text: string }
  | { kind: 'misused'; text: string }

const HELP = `Gatehouse: password and second factor in front of portals that already exist

Usage:
  gatehouse serve [--config DIR] [--port N] [--data DIR]   run the gateway
  gatehouse check [--config DIR] [--data DIR]              name every fault of the configuration, and nothing else

Options:
  --config DIR   directory of gatehouse.yaml and policy.yaml (config)
  --data DIR     directory of what the gateway keeps (data)
  --port N       port to listen on, instead of the configured one
  --help         this text
  --version      the version

Environment:
  GATEHOUSE_OUTBOX=FILE   append every outgoing message to FILE as a JSON line

It ends with 0 when all is well, 1 when it cannot run, 2 when the command or the configuration is wrong.`

/** Reads the arguments of the command line; whatever they are, a plain answer comes of it. */
export function readCommand(args: string[], version: string): Command {
  const { values, positionals, tokens } = parseArgs({
    args,
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: {
      config: { type: 'string', default: 'config' },
      data: { type: 'string', default: 'data' },
      port: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean' },
    },
  })
  if (values.help === true) return { kind: 'print', text: HELP }
  if (values.version === true) return { kind: 'print', text: `gatehouse ${version}` }

  const [name, ...more] = positionals
  if (name === undefined) return misused('No command was given.')
  if (name !== 'serve' && name !== 'check') return misused(`There is no command "${name}".`)
  const allowed = name === 'serve' ? ['config', 'data', 'port'] : ['config', 'data']
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    if (!allowed.includes(token.name)) return misused(`"gatehouse ${name}" has no option ${token.rawName}.`)
    // Not strict, the parser takes the next option for the value, or none at all.
    if (token.value === undefined || token.value === '' || (!token.inlineValue && token.value.startsWith('-'))) {
      return misused(`${token.rawName} needs a value.`)
    }
  }
  if (more.length > 0) return misused(`"${more.join(' ')}" is one word too many.`)
  const port = values.port === undefined ? undefined : portNumber(String(values.port))
  if (port === null) return misused(`"${values.port}" is no port: give a number from 1 to 65535.`)
  return { kind: name, options: { configDir: String(values.config), dataDir: String(values.data), port } }
}

function misused(problem: string): Command {
  return { kind: 'misused', text: `${problem} "gatehouse --help" shows what there is.` }
}

function portNumber(typed: string): number | null {
  const port = Number(typed)
  return /^\d+$/.test(typed) && port >= 1 && port <= 65_535 ? port : null
}
