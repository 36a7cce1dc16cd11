import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { pino } from 'pino'
import type { Administration } from '../administration.ts'
import { systemClock } from '../clock.ts'
import { loadConfiguration } from '../config/load.ts'
import type { Configuration, Settings } from '../config/settings.ts'
import { type Account, canonicalUsername } from '../domain/account.ts'
import type { ChangedBy } from '../domain/ports/accounts.ts'
import { printFaults } from './check.ts'
import type { Asked } from './command.ts'
import { firstLine, storeFailure } from './failure.ts'
import { configDirOf, dataDirOf } from './options.ts'

/** What a command on accounts works with. */
export interface AccountWork {
  asked: Asked
  configuration: Configuration
  administration: Administration
  by: ChangedBy
}

/** What came of a command: one line about what was done, or why nothing was. */
export type Outcome = { done: string } | { refused: string }

/** Opens the directory, does the work and says what came of it. Answers the exit code. */
export async function onAccounts(
  asked: Asked,
  work: (given: AccountWork) => Promise<Outcome>,
  { mayCreate = false } = {},
): Promise<number> {
  const dataDir = dataDirOf(asked)
  const loaded = loadConfiguration(configDirOf(asked), { env: process.env, dataDir })
  if ('faults' in loaded) return printFaults(loaded.faults)
  const { configuration } = loaded
  const missing = mayCreate ? null : missingFile(configuration.settings, dataDir)
  if (missing !== null) return refuse(`There is no directory at ${missing}: say where it is with --data.`)

  let administration: Administration | undefined
  try {
    const { openAdministration } = await import('../administration.ts')
    const log = pino({ level: 'warn' }, pino.destination(2))
    administration = await openAdministration(configuration, {
      clock: systemClock,
      log,
      dataDir,
      outboxFile: process.env['GATEHOUSE_OUTBOX'] ?? null,
    })
    const outcome = await work({ asked, configuration, administration, by: whoAsks() })
    if ('refused' in outcome) return refuse(outcome.refused)
    if (outcome.done !== '') process.stdout.write(`${outcome.done}\n`)
    return 0
  } catch (error) {
    return refuse(storeFailure(error) ?? `It cannot be done: ${firstLine(error)}`)
  } finally {
    await administration?.close()
  }
}

/** The account that the command names first. */
export async function accountNamed({ asked, administration }: AccountWork): Promise<Account | { refused: string }> {
  const username = canonicalUsername(asked.values[0] ?? '')
  const account = await administration.accounts.findByUsername(username)
  return account ?? { refused: `There is no account ${username}.` }
}

function refuse(why: string): number {
  process.stderr.write(`${why}\n`)
  return 1
}

/** An embedded directory that nobody has made yet: a mistyped `--data` must not make an empty one. */
export function missingFile({ stores: { directory } }: Settings, dataDir: string): string | null {
  if (directory.kind !== 'sqlite') return null
  const file = resolve(dataDir, directory.file)
  return existsSync(file) ? null : file
}

function whoAsks(): ChangedBy {
  return { at: systemClock.now(), actor: `command line: ${userName()}` }
}

/** A container may run as a user that has no name. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}
