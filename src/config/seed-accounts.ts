import { canonicalUsername } from '../domain/account.ts'
import { passwordFault } from '../domain/password.ts'
import { inEnglish } from '../languages/index.ts'
import type { Fault } from './fault.ts'
import type { GatehouseFile } from './gatehouse-schema.ts'
import type { Lenient } from './lenient.ts'
import { repeated } from './repeated.ts'
import type { SeedAccount } from './settings.ts'
import type { Source } from './source.ts'
import { suggestion } from './suggestion.ts'

type Entry = GatehouseFile['seed_accounts'][number]

/** What the seed accounts say that cannot be, beyond their shape. `companyIds` is null when policy could not be read. */
export function seedAccountFaults(
  source: Source,
  accounts: Lenient<Entry[]>,
  portalName: string,
  companyIds: string[] | null,
): Fault[] {
  const at = (index: number, key: string, message: string) => source.fault(['seed_accounts', index, key], message)
  const names = accounts.map((account, index) => ({
    index,
    name: account?.username === undefined ? undefined : canonicalUsername(account.username),
  }))
  return [
    ...repeated(names).map(({ name, index }) => at(index, 'username', `another account is called "${name}": keep one`)),
    ...accounts.flatMap((account, index) => {
      const company = account?.company
      if (company === undefined || companyIds === null || companyIds.includes(company)) return []
      return at(index, 'company', `policy has no company "${company}": ${suggestion(company, companyIds)}`)
    }),
    ...accounts.flatMap((account, index) => {
      const { username = '', password } = account ?? {}
      if (password === undefined) return []
      // Nobody holds a factor yet, and a reminder may leave it at the password for a while.
      const weakness = passwordFault(password, { standsAlone: true, username, portalName })
      return weakness === null ? [] : at(index, 'password', `weak password: ${inEnglish(weakness)}`)
    }),
  ]
}

/** The account that an entry without faults gives. */
export function seedAccountFrom(entry: Entry): SeedAccount {
  const username = canonicalUsername(entry.username)
  return {
    username,
    name: entry.name,
    company: entry.company,
    role: entry.role,
    email: entry.email ?? (username.includes('@') ? username : null),
    phone: entry.phone ?? null,
    password: entry.password ?? null,
    passwordHash: entry.password_hash ?? null,
  }
}
