import { randomUUID } from 'node:crypto'
import type { SeedAccount } from './config/settings.ts'
import { type Account, canonicalUsername } from './domain/account.ts'
import type { Audit } from './audit.ts'
import type { AccountAdministration, AccountStore } from './domain/ports/accounts.ts'
import type { Clock } from './domain/ports/clock.ts'

/** How the audit trail names the configuration, where that makes an account. */
const ACTOR = 'configuration'

/** Creates the accounts that config lists and the directory does not know yet. Those it knows are left as they are. */
export async function seedAccounts(
  seeds: SeedAccount[],
  parts: {
    accounts: AccountStore
    administration: Pick<AccountAdministration, 'addAll'>
    hash: (password: string) => Promise<string>
    audit: Audit
    clock: Clock
  },
): Promise<void> {
  const { accounts, administration, hash, audit, clock } = parts
  for (const seed of seeds) {
    const username = canonicalUsername(seed.username)
    if ((await accounts.findByUsername(username)) !== undefined) continue
    const passwordHash = seed.passwordHash ?? (seed.password === null ? null : await hash(seed.password))
    if (passwordHash === null) throw new Error(`The seed account ${username} has no password`)
    const account: Account = {
      id: randomUUID(),
      companyId: seed.company,
      username,
      name: seed.name,
      email: seed.email,
      role: seed.role,
      language: null,
      phone: seed.phone,
      passwordHash,
      factors: [],
      remindedAt: null,
      lastChallengePassedAt: null,
      sessionsValidFrom: clock.now(),
      disabledAt: null,
    }
    const by = { at: clock.now(), actor: ACTOR }
    // Another process that starts now may have been first.
    if (!(await administration.addAll([account], 'account_added', by))) continue
    const { id: accountId, companyId } = account
    audit.note(null, { event: 'account_added', outcome: 'success', accountId, companyId, actor: ACTOR })
  }
}
