import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { backUp, type BackedUp } from '../backup.ts'
import { errorCode } from '../config/error-code.ts'
import { loadConfiguration } from '../config/load.ts'
import { printFaults } from './check.ts'
import type { Asked, Option } from './command.ts'
import { firstLine } from './failure.ts'
import { CONFIG, configDirOf, DATA, dataDirOf } from './options.ts'

const FORCE: Option = { takes: null, says: 'replace FILE if it is there' }

export const BACKUP_OPTIONS = { force: FORCE, config: CONFIG, data: DATA }

/** `gatehouse backup FILE`. Answers the exit code. */
export function backup(asked: Asked): number {
  const [configDir, dataDir] = [configDirOf(asked), dataDirOf(asked)]
  const loaded = loadConfiguration(configDir, { env: process.env, dataDir })
  if ('faults' in loaded) return printFaults(loaded.faults)

  const { directory } = loaded.configuration.settings.stores
  const rest = `To a whole backup belong also ${configDir} and the secrets that it names: keep those apart from the copy.`
  if (directory.kind === 'postgres') {
    return refuse(
      `The directory is kept in Postgres: back it up with "pg_dump --format=custom --file=FILE", or as the database there is always backed up.\n${rest}`,
    )
  }
  const file = resolve(dataDir, directory.file)
  if (!existsSync(file)) return refuse(`There is no directory at ${file}: say where it is with --data.`)
  const to = resolve(asked.values[0] ?? '')
  try {
    const contents = backUp(file, to, { replace: asked.has('force') })
    process.stdout.write(`${to}: ${inWords(contents)}.\n${rest}\n`)
    return 0
  } catch (error) {
    const code = errorCode(error)
    if (code === 'EEXIST') return refuse(`${to} is there already: choose another name, or replace it with --force.`)
    if (code === 'ENOENT') return refuse(`There is no such place as ${to}: make its directory first.`)
    return refuse(`The backup failed, and ${to} was left as it was: ${firstLine(error)}`)
  }
}

function inWords({ accounts, latchedMandates, sessions, bytes }: BackedUp): string {
  const size = `${(bytes / 1024 / 1024).toFixed(1)} MiB`
  return `${count(accounts, 'account')}, ${count(latchedMandates, 'latched mandate')}, ${count(sessions, 'session')}, ${size}`
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

function refuse(why: string): number {
  process.stderr.write(`${why}\n`)
  return 1
}
