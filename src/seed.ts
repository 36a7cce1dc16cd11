import { randomUUID } from 'node:crypto'
import type { SeedAccount } from './config/settings.ts'
import { canonicalUsername } from './domain/account.ts'
import type { AccountStore, Clock } from './domain/ports.ts'

/** Creates the accounts that config lists and the directory does not know yet. Those it knows are left as they are. */
export async function seedAccounts(
  seeds: SeedAccount[],
  parts: { accounts: AccountStore; hash: (password: string) => Promise<string>; clock: Clock },
): Promise<void> {
  const { accounts, hash, clock } = parts
  for (const seed of seeds) {
    const username = canonicalUsername(seed.username)
    if ((await accounts.findByUsername(username)) !== undefined) continue
    const passwordHash = seed.passwordHash ?? (seed.password === null ? null : await hash(seed.password))
    if (passwordHash === null) throw new Error(`The seed account ${username} has no password`)
    await accounts.add({
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
    })
  }
}
