import type { Logger } from 'pino'
import type { Configuration } from './config/settings.ts'
import type { Account } from './domain/account.ts'
import { type AccountChange, concernsSessions } from './domain/account-change.ts'
import { type Mandate, mandateFor } from './domain/mandate.ts'
import type {
  AccountAdministration,
  AccountStore,
  ChangedBy,
  ChangeResult,
  Clock,
  LineTypeLookup,
  PhoneNumbers,
} from './domain/ports.ts'
import { openFactors } from './factors.ts'
import { openPasswords } from './factors/password.ts'
import { readStoredHash } from './factors/hashes/stored-hash.ts'
import { openSecrets } from './secrets.ts'
import { openStores } from './stores/open.ts'

/** What the command line does to accounts, in a process of its own beside running gateways. */
export interface Administration {
  accounts: Pick<AccountStore, 'findByUsername'>
  directory: Pick<AccountAdministration, 'page' | 'taken' | 'addAll' | 'failures'>
  phoneNumbers: PhoneNumbers
  lineTypes: LineTypeLookup
  hashPassword(password: string): Promise<string>
  /** What a stored hash was made with, or why it cannot be used. */
  readHash(hash: string): { madeWith: string; isWeaker: boolean } | { fault: string }
  /** The mandate in force for a company, or null. */
  mandateOf(companyId: string): Promise<Mandate | null>
  /**
   * Changes an account and tells running gateways, where it concerns them. `told` is false when they could not be told:
   * they see the change within seconds nevertheless.
   */
  change(
    account: Account,
    change: AccountChange,
    by: ChangedBy & { leaveNoAdmin: boolean },
  ): Promise<{ result: ChangeResult; told: boolean }>
  close(): Promise<void>
}

/** Opens the stores that the configuration names. Rejects with `store_unavailable` when one of them cannot be reached. */
export async function openAdministration(
  { settings, policy }: Configuration,
  { clock, log, dataDir }: { clock: Clock; log: Logger; dataDir: string },
): Promise<Administration> {
  const stores = await openStores(settings, { clock, log, dataDir })
  const { accounts, administration, companies } = stores.directory
  const { revocations } = stores.sessions
  const secrets = openSecrets(settings.secrets)
  const outbox = { file: null, print: () => {} }
  const passwords = await openPasswords({ report: (fault) => log.error({ err: fault }, fault.message) })
  const factors = await openFactors(settings, { directory: stores.directory, secrets, clock, log, outbox })

  return {
    accounts,
    directory: {
      ...administration,
      async addAll(newAccounts, event, by) {
        // Accounts belong to companies that the directory knows, and no gateway may have run yet.
        await companies.sync([...policy.companies.values()])
        return administration.addAll(newAccounts, event, by)
      },
    },
    phoneNumbers: factors.phoneNumbers,
    lineTypes: factors.lineTypes,
    hashPassword: (password) => passwords.hash(password),
    readHash: readStoredHash,
    async mandateOf(companyId) {
      const company = policy.companies.get(companyId)
      return company === undefined ? null : mandateFor(company, policy, await companies.latch(companyId), clock.now())
    },
    async change(account, change, by) {
      // Not when the command began: a password may have been typed since, and a session begun meanwhile must end as well.
      const result = await administration.change(account.id, change, { ...by, at: clock.now() })
      if (result !== 'changed' || !concernsSessions(change)) return { result, told: true }
      const told = await revocations.publish({ kind: 'account', accountId: account.id }).then(
        () => true,
        (error: unknown) => {
          log.warn({ err: error }, 'running gateways could not be told')
          return false
        },
      )
      return { result, told }
    },
    close: () => stores.close(),
  }
}
