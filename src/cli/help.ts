import type { Command, Option } from './command.ts'

/** The text for `--help`: about every command whose name begins with these words, or about all of them. */
export function help(commands: Command[], words: string[]): string {
  const meant = commands.filter(({ name }) =>
    name.split(' ').every((word, i) => words[i] === undefined || words[i] === word),
  )
  const shown = meant.length > 0 ? meant : commands
  return `Gatehouse: password and second factor in front of portals that already exist

Usage:
${shown.map((command) => `  ${usage(command)}\n      ${command.says}`).join('\n')}

Options:
${optionLines(shown)}

Environment:
  GATEHOUSE_OUTBOX=FILE   append every outgoing message to FILE as a JSON line

It ends with 0 when all is well, 1 when it cannot do what was asked, 2 when the command or the configuration is wrong.`
}

function usage({ name, takes, options }: Command): string {
  const optional = Object.entries(options).map(([option, facts]) => {
    const written = spelled(option, facts)
    return facts.required === true ? written : `[${written}]`
  })
  return ['gatehouse', name, ...takes, ...optional].join(' ')
}

function optionLines(commands: Command[]): string {
  const options = new Map(commands.flatMap((command) => Object.entries(command.options)))
  const lines = [
    ...[...options].map(([name, option]): [string, string] => [spelled(name, option), option.says]),
    ['--help', 'this text; behind a command, about that command'],
    ['--version', 'the version'],
  ]
  const widest = Math.max(...lines.map(([written = '']) => written.length))
  return lines.map(([written = '', says]) => `  ${written.padEnd(widest)}   ${says}`).join('\n')
}

function spelled(name: string, { takes }: Option): string {
  return takes === null ? `--${name}` : `--${name} ${takes}`
}
