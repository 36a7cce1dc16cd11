import type { Administration } from '../administration.ts'
import type { Account, EpochMs } from '../domain/account.ts'
import { refusedUntil } from '../domain/failure.ts'
import type { Factor } from '../domain/factor.ts'
import { accountNamed, type AccountWork, type Outcome } from './account-work.ts'

const ACCOUNTS_PER_PAGE = 1000

/** `gatehouse account list`: a table, or one JSON object a line. */
export async function listAccounts({ asked, administration, configuration }: AccountWork): Promise<Outcome> {
  const companyId = asked.text('company') ?? null
  if (companyId !== null && !configuration.policy.companies.has(companyId)) {
    return { refused: `Policy has no company "${companyId}".` }
  }
  let after: string | null = null
  do {
    const page: Account[] = await administration.directory.page({ companyId, after, limit: ACCOUNTS_PER_PAGE })
    for (const account of page) {
      const facts = factsOf(account, administration)
      await print(asked.has('json') ? JSON.stringify(facts) : row(facts))
    }
    after = page.length < ACCOUNTS_PER_PAGE ? null : (page.at(-1)?.username ?? null)
  } while (after !== null)
  return { done: '' }
}

/** `gatehouse account show USERNAME`. */
export async function showAccount(work: AccountWork): Promise<Outcome> {
  const { asked, administration, by } = work
  const account = await accountNamed(work)
  if ('refused' in account) return account
  const failures = await administration.directory.failures(account.id)
  const lockedUntil = failures === null ? null : refusedUntil(failures, by.at)
  const facts = {
    ...factsOf(account, administration),
    failures_in_a_row: failures?.inARow ?? 0,
    locked_until: time(lockedUntil),
  }
  if (asked.has('json')) return { done: JSON.stringify(facts, null, 2) }
  const lines = Object.entries(facts).map(([name, value]) => `${name.replaceAll('_', ' ').padEnd(22)}${inWords(value)}`)
  return { done: lines.join('\n') }
}

type Facts = ReturnType<typeof factsOf>

/** What an operator may know of an account: no hash, no key. */
function factsOf(account: Account, { readHash }: Pick<Administration, 'readHash'>) {
  const password = account.passwordHash === null ? null : readHash(account.passwordHash)
  return {
    username: account.username,
    name: account.name,
    company: account.companyId,
    role: account.role,
    state: account.disabledAt === null ? 'active' : 'disabled',
    email: account.email,
    phone: account.phone,
    language: account.language,
    factors: account.factors.map(factorInWords),
    password:
      password === null ? 'not set yet' : 'fault' in password ? `unusable: ${password.fault}` : password.madeWith,
    last_challenge_passed: time(account.lastChallengePassedAt),
    reminder_taken: time(account.remindedAt),
    sessions_valid_from: time(account.sessionsValidFrom),
    disabled: time(account.disabledAt),
  }
}

function factorInWords(factor: Factor): string {
  const since = `since ${time(factor.activatedAt)}`
  if (factor.kind === 'totp') return `authenticator app ${since}`
  return `phone ${factor.phone} ${factor.unprovedSince === undefined ? since : 'not proved yet'}`
}

function row({ username, name, company, role, state, factors }: Facts): string {
  const enrolled = factors.length > 0 ? 'enrolled' : 'not enrolled'
  return [username.padEnd(40), company.padEnd(16), role.padEnd(7), state.padEnd(9), enrolled.padEnd(13), name].join(' ')
}

function inWords(value: string | number | string[] | null): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ')
  return value === null ? 'none' : String(value)
}

function time(at: EpochMs | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}

/** At the pace of whoever reads. */
async function print(line: string): Promise<void> {
  if (process.stdout.write(`${line}\n`)) return
  await new Promise<void>((resolve) => process.stdout.once('drain', resolve))
}
