import { isIP } from 'node:net'
import { pino } from 'pino'
import { systemClock } from '../clock.ts'
import { loadConfiguration } from '../config/load.ts'
import { readInstant } from '../domain/instant.ts'
import type { Explainer } from '../explanation.ts'
import { missingFile } from './account-work.ts'
import { printFaults } from './check.ts'
import type { Asked, Option } from './command.ts'
import { asJson, asText } from './explain-text.ts'
import { firstLine, storeFailure } from './failure.ts'
import { CONFIG, configDirOf, DATA, dataDirOf, PORT, portOf } from './options.ts'

const ACCOUNT: Option = { takes: 'NAME', says: 'username of the account', required: true }
const IP: Option = {
  takes: 'ADDRESS',
  says: 'client address that the sign-in comes from',
  required: true,
  fault: (typed) =>
    isIP(typed) !== 0 && !typed.includes('%')
      ? null
      : `"${typed}" is no address: give one as 192.0.2.7 or 2001:db8::7.`,
}
const AT: Option = {
  takes: 'TIME',
  says: 'as if it were then: a day, or a time as 2027-01-01T08:00:00Z (now)',
  fault: (typed) =>
    readInstant(typed) === null
      ? `"${typed}" is no time: give a day, as 2027-01-01 (00:00 UTC), or a time with its zone, as 2027-01-01T08:00:00Z.`
      : null,
}
const URL_ASKED: Option = {
  takes: 'URL',
  says: 'also say which app this address or path leads to, and whether the account may enter',
  fault: (typed) =>
    /^(https?:\/\/[^/?#]|\/)/i.test(typed)
      ? null
      : `"${typed}" is no address: give it whole, as https://portal.example.com/backup/, or from its first "/" on.`,
}

export const EXPLAIN_OPTIONS = {
  account: ACCOUNT,
  ip: IP,
  at: AT,
  url: URL_ASKED,
  json: { takes: null, says: 'print JSON' },
  port: PORT,
  config: CONFIG,
  data: DATA,
}

/** `gatehouse explain`: what would be decided, why, and by which line of policy. Answers the exit code. */
export async function explain(asked: Asked): Promise<number> {
  const dataDir = dataDirOf(asked)
  const loaded = loadConfiguration(configDirOf(asked), { env: process.env, dataDir, port: portOf(asked) })
  if ('faults' in loaded) return printFaults(loaded.faults)
  const { configuration } = loaded
  const missing = missingFile(configuration.settings, dataDir)
  if (missing !== null) return refuse(`There is no directory at ${missing}: say where it is with --data.`, 1)

  let explainer: Explainer | undefined
  try {
    const { openExplainer } = await import('../explanation.ts')
    explainer = await openExplainer(configuration, { dataDir, log: pino({ level: 'warn' }, pino.destination(2)) })
    const username = asked.text('account') ?? ''
    const explanation = await explainer.explain({
      username,
      address: asked.text('ip') ?? '',
      at: readInstant(asked.text('at') ?? '') ?? systemClock.now(),
      url: asked.text('url') ?? null,
    })
    if (explanation === null) return refuse(`There is no account ${username}.`, 2)
    process.stdout.write(`${asked.has('json') ? asJson(explanation) : asText(explanation)}\n`)
    return 0
  } catch (error) {
    return refuse(storeFailure(error) ?? `It cannot be explained: ${firstLine(error)}`, 1)
  } finally {
    await explainer?.close()
  }
}

function refuse(why: string, exitCode: number): number {
  process.stderr.write(`${why}\n`)
  return exitCode
}
