/** Whom a directory is filled with: the same people at every size, in companies of the same size. */
import { createHash } from 'node:crypto'
import type { Account } from '../../src/domain/account.ts'
import type { Company } from '../../src/domain/company.ts'

export const PASSWORD = 'correct-horse-battery'

const FIRST_NAMES = ['Maria', 'Carl', 'Dora', 'Ada', 'Noor', 'Ines', 'Tomasz', 'Yusuf', 'Hanna', 'Luca', 'Mei', 'Olu']
const LAST_NAMES = ['Lopez', 'Weber', 'Novak', 'Silva', 'Haddad', 'Okafor', 'Lindqvist', 'Moreau', 'Tanaka', 'Byrne']

/** The first is the one whose admin the benches sign in. */
function companyIdAt(index: number): string {
  return index === 0 ? 'northwind' : `company-${index}`
}

export function companyAt(index: number): Company {
  return {
    id: companyIdAt(index),
    name: `Company ${index}`,
    kind: 'direct',
    partnerId: null,
    trustedNetworks: [],
    requireTwoFactor: false,
    line: '',
    requireTwoFactorLine: null,
  }
}

/** The same companies as `policy.yaml` has them. */
export function policyOf(companies: number): string {
  const lines = Array.from(
    { length: companies },
    (_, index) => `  ${companyIdAt(index)}: { name: Company ${index}, kind: direct }`,
  )
  return `companies:\n${lines.join('\n')}\n`
}

/** In an order that has nothing to do with the index, as ids have. */
export function accountIdAt(index: number): string {
  const hex = createHash('sha256').update(`account ${index}`).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}

export function usernameAt(index: number): string {
  return `person-${index}@people.example`
}

/** Everybody with an even index has a number, and will be enrolled with it. */
export function accountAt(index: number, companies: number, passwordHash: string): Account {
  const name = `${FIRST_NAMES[index % FIRST_NAMES.length]} ${LAST_NAMES[index % LAST_NAMES.length]} ${index}`
  return {
    id: accountIdAt(index),
    companyId: companyIdAt(index % companies),
    username: usernameAt(index),
    name,
    email: usernameAt(index),
    role: 'member',
    language: null,
    phone: index % 2 === 0 ? `+44740${String(index).padStart(7, '0')}` : null,
    passwordHash,
    factors: [],
    remindedAt: null,
    lastChallengePassedAt: null,
    sessionsValidFrom: 0,
    disabledAt: null,
  }
}
