import type { Configuration } from '../config/settings.ts'
import { canonicalUsername } from '../domain/account.ts'
import { credentialFault, type NewCredential } from '../domain/app-credential.ts'
import { inEnglish } from '../languages/index.ts'
import { accountNamed, type AccountWork, type Outcome } from './account-work.ts'
import { readText, report, type RowFault } from './import-file.ts'
import { eachRow, type Row } from './import-rows.ts'
import { readNewPassword } from './new-password.ts'

const NOT_TOLD = ' Running gateways could not be told: they see it within seconds.'

/** `gatehouse credential set USERNAME APP --name NAME`. */
export async function setCredential(work: AccountWork): Promise<Outcome> {
  const { asked, administration, configuration, by } = work
  const account = await accountNamed(work)
  if ('refused' in account) return account
  const app = asked.values[1] ?? ''
  const unknown = appFault(app, configuration)
  if (unknown !== null) return { refused: `${unknown}. Nothing was changed.` }
  const read = await readNewPassword(`${account.username} at ${app}`, { fromStdin: asked.has('password-stdin') })
  if ('refused' in read) return read
  const typed = { username: asked.text('name') ?? '', password: read.password }
  const fault = credentialFault(typed)
  if (fault !== null) return { refused: `${inEnglish(fault.message)} Nothing was changed.` }
  const result = await administration.credentials.set([{ accountId: account.id, app, ...typed }], by)
  if (result === null) return { refused: `There is no account ${account.username} any more.` }
  return { done: `${account.username} is signed in to ${app} with this from now on.${result.told ? '' : NOT_TOLD}` }
}

/** `gatehouse credential remove USERNAME APP`. */
export async function removeCredential(work: AccountWork): Promise<Outcome> {
  const { asked, administration, by } = work
  const account = await accountNamed(work)
  if ('refused' in account) return account
  const app = asked.values[1] ?? ''
  const { removed, told } = await administration.credentials.remove({ accountId: account.id, app }, by)
  if (!removed) return { refused: `${account.username} has put in nothing for "${app}": nothing was changed.` }
  return { done: `${account.username} is asked for it when next at ${app}.${told ? '' : NOT_TOLD}` }
}

const COLUMNS = { needed: ['username', 'app', 'name', 'password'], optional: [], refused: {} }

/** `gatehouse credential import FILE`: every row of the file is put in, or none is. */
export async function importCredentials(work: AccountWork): Promise<Outcome> {
  const { asked, administration, by } = work
  const file = asked.values[0] ?? ''
  const read = await readText(file)
  if ('refused' in read) return read
  const { credentials, faults, rowCount } = await readCredentials(read.text, work)
  if (rowCount === 0) return { refused: `${file} has no rows: nothing was imported.` }
  if (faults.length > 0) return { refused: report(file, faults, rowCount) }
  const counted = `${credentials.length} ${credentials.length === 1 ? 'credential' : 'credentials'}`
  if (asked.has('dry-run')) return { done: `${file} is sound: ${counted} would be imported. Nothing was changed.` }
  const result = await administration.credentials.set(credentials, by)
  if (result === null) return { refused: 'One of these accounts is gone at this very moment: nothing was imported.' }
  return { done: `Imported ${counted}.${result.told ? '' : NOT_TOLD}` }
}

async function readCredentials(
  text: string,
  work: AccountWork,
): Promise<{ credentials: NewCredential[]; faults: RowFault[]; rowCount: number }> {
  const rows: Row[] = []
  eachRow(text, COLUMNS, (row) => void rows.push(row))
  const credentials: NewCredential[] = []
  const faults: RowFault[] = []
  const lineOf = new Map<string, number>()
  for (const row of rows) {
    const { line } = row
    const read = await readRow(row, work)
    if ('faults' in read) {
      faults.push(...read.faults.map((fault) => ({ line, fault })))
      continue
    }
    const key = `${read.accountId} ${read.app}`
    const before = lineOf.get(key)
    if (before !== undefined) faults.push({ line, fault: `this account and app stand on line ${before} already` })
    lineOf.set(key, before ?? line)
    credentials.push(read)
  }
  return { credentials, faults, rowCount: rows.length }
}

async function readRow(row: Row, work: AccountWork): Promise<NewCredential | { faults: string[] }> {
  if ('fault' in row) return { faults: [row.fault] }
  const { administration, configuration } = work
  const value = (name: string): string => row.fields.get(name) ?? ''
  const username = canonicalUsername(value('username'))
  const account = await administration.accounts.findByUsername(username)
  const app = value('app').trim()
  const typed = { username: value('name'), password: value('password') }
  const fault = credentialFault(typed)
  const faults = [
    ...(account === undefined ? [`there is no account ${JSON.stringify(username)}`] : []),
    ...[appFault(app, configuration) ?? []].flat(),
    // Never what stands there: it may be the password.
    ...(fault === null
      ? []
      : [fault.of === 'username' ? 'name is none: write one without a colon' : 'password is none']),
  ]
  return account === undefined || faults.length > 0 ? { faults } : { accountId: account.id, app, ...typed }
}

/** Why an app takes none; null where it does. */
function appFault(name: string, { settings }: Configuration): string | null {
  const asking = settings.apps.filter(({ identity }) => identity.basic?.kind === 'per_account')
  if (asking.some((app) => app.name === name)) return null
  if (asking.length === 0) return 'No app of gatehouse.yaml says "identity: { basic: per_account }"'
  return `${JSON.stringify(name)} is no app that asks for one: there is ${asking.map((app) => app.name).join(', ')}`
}
