import type { Logger } from 'pino'
import { openAudit } from './audit.ts'
import type { Configuration } from './config/settings.ts'
import type { Account } from './domain/account.ts'
import { type AccountChange, type ChangeResult, concernsSessions } from './domain/account-change.ts'
import { type CredentialOwner, type NewCredential, sealCredential } from './domain/app-credential.ts'
import { lookupFailed } from './domain/audit.ts'
import { type Mandate, mandateFor } from './domain/mandate.ts'
import { silentMeter } from './domain/meter.ts'
import { noticeOf } from './domain/notice.ts'
import type { AccountAdministration, AccountStore, ChangedBy } from './domain/ports/accounts.ts'
import type { Clock } from './domain/ports/clock.ts'
import type { PhoneNumbers } from './domain/ports/phone-numbers.ts'
import type { Revocation } from './domain/ports/sessions.ts'
import type { E164, LineType } from './domain/phone.ts'
import { openFactors } from './factors.ts'
import { openPasswords } from './factors/password.ts'
import { readStoredHash } from './factors/hashes/stored-hash.ts'
import { openNotices, timerPause } from './notices.ts'
import { openOutgoing } from './outgoing.ts'
import { openSecrets } from './secrets.ts'
import { openStores } from './stores/open.ts'

/** What the command line does to accounts, in a process of its own beside running gateways. */
export interface Administration {
  accounts: Pick<AccountStore, 'findByUsername'>
  directory: Pick<AccountAdministration, 'page' | 'taken' | 'addAll' | 'failures'>
  phoneNumbers: PhoneNumbers
  /** What kind of line a number is. Who could not tell stands in the audit trail of the account that it is for. */
  lineTypeOf(account: Account, phone: E164, by: ChangedBy): Promise<LineType>
  hashPassword(password: string): Promise<string>
  /** What a stored hash was made with, or why it cannot be used. */
  readHash(hash: string): { madeWith: string; isWeaker: boolean } | { fault: string }
  /** The mandate in force for a company, or null. */
  mandateOf(companyId: string): Promise<Mandate | null>
  /**
   * Changes an account and tells its owner, and running gateways, where it concerns them. `told` is false when gateways
   * could not be told: they see the change within seconds nevertheless.
   */
  change(
    account: Account,
    change: AccountChange,
    by: ChangedBy & { leaveNoAdmin: boolean },
  ): Promise<{ result: ChangeResult; told: boolean }>
  /** What people sign in to apps with. `told` as above; `set` answers null, and does nothing, when an account is gone. */
  credentials: {
    set(credentials: readonly NewCredential[], by: ChangedBy): Promise<{ told: boolean } | null>
    remove(owner: CredentialOwner, by: ChangedBy): Promise<{ removed: boolean; told: boolean }>
  }
  /** Waits for notices that are on their way. */
  close(): Promise<void>
}

/** Whoever typed a command waits for a mail that long. */
const NOTICES_WITHIN_MS = 15_000

/** Opens the stores that the configuration names. Rejects with `store_unavailable` when one of them cannot be reached. */
export async function openAdministration(
  { settings, policy }: Configuration,
  {
    clock,
    log,
    dataDir,
    outboxFile = null,
  }: { clock: Clock; log: Logger; dataDir: string; outboxFile?: string | null },
): Promise<Administration> {
  const stores = await openStores(settings, { clock, log, dataDir })
  const { accounts, administration, appCredentials, companies, employees, quotas, audit: trail } = stores.directory
  const { revocations } = stores.sessions
  const secrets = openSecrets(settings.secrets)
  const outbox = { file: outboxFile, print: () => {} }
  const passwords = await openPasswords({ report: (fault) => log.error({ err: fault }, fault.message) })
  const factors = await openFactors(settings, { directory: stores.directory, secrets, clock, log, outbox })
  const outgoing = openOutgoing(settings, factors.delivery, log)
  const audit = openAudit({ trail, meter: silentMeter, clock, log })
  const notices = openNotices({
    outgoing: () => outgoing,
    admins: (companyId, page) => employees.admins(companyId, page),
    quotas,
    audit,
    clock,
    pause: timerPause,
    log,
  })

  async function tell(revocation: Revocation): Promise<boolean> {
    try {
      await revocations.publish(revocation)
      return true
    } catch (error) {
      log.warn({ err: error }, 'running gateways could not be told')
      return false
    }
  }

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
    async lineTypeOf({ id: accountId, companyId }, phone, { actor }) {
      const { lineType, failed } = await factors.lineTypes.lineType(phone)
      if (failed !== null) await audit.record(null, { ...lookupFailed(failed), accountId, companyId, actor })
      return lineType
    },
    hashPassword: (password) => passwords.hash(password),
    readHash: readStoredHash,
    async mandateOf(companyId) {
      const company = policy.companies.get(companyId)
      return company === undefined ? null : mandateFor(company, policy, await companies.latch(companyId), clock.now())
    },
    async change(account, change, by) {
      // Not when the command began: a password may have been typed since, and a session begun meanwhile must end as well.
      const result = await administration.change(account.id, change, { ...by, at: clock.now() })
      if (result !== 'changed') return { result, told: true }
      const notice = noticeOf(change, account, 'operator')
      if (notice !== null) notices.tell(account, notice)
      if (!concernsSessions(change)) return { result, told: true }
      return { result, told: await tell({ kind: 'account', accountId: account.id }) }
    },
    credentials: {
      async set(credentials, by) {
        const sealed = credentials.map(({ accountId, app, username, password }) => {
          const owner = { accountId, app }
          return { ...owner, sealed: sealCredential(secrets, owner, { username, password }) }
        })
        if ((await appCredentials.set(sealed, { ...by, at: clock.now() })) === null) return null
        const told = await Promise.all(sealed.map(({ accountId, app }) => tell({ kind: 'credential', accountId, app })))
        return { told: !told.includes(false) }
      },
      async remove(owner, by) {
        const removed = await appCredentials.remove(owner, { ...by, at: clock.now() })
        return { removed, told: !removed || (await tell({ kind: 'credential', ...owner })) }
      },
    },
    async close() {
      const unsent = await notices.settle(NOTICES_WITHIN_MS)
      if (unsent > 0) log.warn({ notices: unsent }, 'notices could not be sent in time')
      await stores.close()
    },
  }
}
