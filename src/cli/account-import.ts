import type { Account } from '../domain/account.ts'
import { type EntryReader, readEntry } from './account-entry.ts'
import type { AccountWork, Outcome } from './account-work.ts'
import { readText, report, type RowFault } from './import-file.ts'
import { eachRow, type Row } from './import-rows.ts'

const COLUMNS = {
  needed: ['username', 'name', 'company', 'password_hash'],
  optional: ['role', 'email', 'phone', 'language'],
  refused: {
    password:
      'passwords in the clear are not imported, since anybody who came by the file could read them: ' +
      'give password_hash, or set them with "gatehouse account set-password"',
  },
}

/** `gatehouse account import FILE`: every row of the file becomes an account, or none does. */
export async function importAccounts(work: AccountWork): Promise<Outcome> {
  const { asked, administration, by } = work
  const file = asked.values[0] ?? ''
  const read = await readText(file)
  if ('refused' in read) return read
  const { accounts, faults, rowCount } = readAccounts(read.text, work)
  if (rowCount === 0) return { refused: `${file} has no rows: nothing was imported.` }
  faults.push(...(await takenFaults(accounts, work)))
  if (faults.length > 0) return { refused: report(file, faults, rowCount) }
  const counted = `${accounts.size} ${accounts.size === 1 ? 'account' : 'accounts'}`
  if (asked.has('dry-run')) return { done: `${file} is sound: ${counted} would be imported. Nothing was changed.` }
  if (!(await administration.directory.addAll([...accounts.values()], 'account_imported', by))) {
    return { refused: 'Somebody added one of these accounts at this very moment: nothing was imported. Try again.' }
  }
  return { done: `Imported ${counted}.` }
}

/** Sound accounts by the line they stand on, and what is wrong with the other rows. */
function readAccounts(
  text: string,
  work: AccountWork,
): { accounts: Map<number, Account>; faults: RowFault[]; rowCount: number } {
  const { asked, administration, configuration, by } = work
  const reader = {
    policy: configuration.policy,
    phoneNumbers: administration.phoneNumbers,
    country: asked.text('country') ?? '',
    at: by.at,
  }
  const accounts = new Map<number, Account>()
  const faults: RowFault[] = []
  const lineOf = new Map<string, number>()
  let rowCount = 0
  eachRow(text, COLUMNS, (row) => {
    rowCount += 1
    const { line } = row
    const account = readAccount(row, reader, work)
    if ('faults' in account) {
      faults.push(...account.faults.map((fault) => ({ line, fault })))
      return
    }
    const before = lineOf.get(account.username)
    if (before === undefined) accounts.set(line, account)
    else faults.push({ line, fault: `${account.username} stands on line ${before} already` })
    lineOf.set(account.username, before ?? line)
  })
  return { accounts, faults, rowCount }
}

function readAccount(row: Row, reader: EntryReader, { administration }: AccountWork): Account | { faults: string[] } {
  if ('fault' in row) return { faults: [row.fault] }
  const field = (name: string) => row.fields.get(name) ?? ''
  const passwordHash = field('password_hash').trim()
  const hash = administration.readHash(passwordHash)
  const entry = {
    username: field('username'),
    name: field('name'),
    company: field('company').trim(),
    role: field('role').trim(),
    email: field('email'),
    phone: field('phone'),
    language: field('language'),
  }
  const account = readEntry(entry, passwordHash, reader)
  if (!('fault' in hash)) return account
  const faults = 'faults' in account ? account.faults : []
  return { faults: [...faults, `password_hash cannot be used: ${hash.fault}`] }
}

async function takenFaults(accounts: Map<number, Account>, { administration }: AccountWork): Promise<RowFault[]> {
  const usernames = [...accounts.values()].map(({ username }) => username)
  const taken = new Set(await administration.directory.taken(usernames))
  if (taken.size === 0) return []
  return [...accounts]
    .filter(([, { username }]) => taken.has(username))
    .map(([line, { username }]) => ({ line, fault: `there is an account ${username} already` }))
}
