import { resolve } from 'node:path'
import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import type { Settings } from '../../config/settings.ts'
import type { EpochMs } from '../../domain/account.ts'
import type {
  AccountAdministration,
  AccountStore,
  OwnFactorStore,
  SignUpLinkStore,
} from '../../domain/ports/accounts.ts'
import type { AppCredentialStore } from '../../domain/ports/app-credentials.ts'
import type { AuditTrail } from '../../domain/ports/audit-trail.ts'
import type { CodeStore } from '../../domain/ports/codes.ts'
import type { CompanyStore } from '../../domain/ports/companies.ts'
import type { EmployeeDirectory } from '../../domain/ports/employees.ts'
import type { KeptFormStore } from '../../domain/ports/kept-forms.ts'
import type { FailureStore, QuotaStore } from '../../domain/ports/limits.ts'
import type { SigningKeyStore } from '../../domain/ports/secrets.ts'
import { sqlAccounts } from './accounts.ts'
import { sqlAccountAdministration } from './accounts-administration.ts'
import { sqlAppCredentials } from './app-credentials.ts'
import { sqlAuditTrail } from './audit-trail.ts'
import { sqlCodes } from './codes.ts'
import { sqlCompanies } from './companies.ts'
import { sqlEmployees } from './employees.ts'
import { sqlFailures } from './failures.ts'
import { sqlKeptForms } from './kept-forms.ts'
import { sqlOwnFactors } from './own-factors.ts'
import { dayOf } from '../../domain/send-quota.ts'
import { sqlQuotas } from './quotas.ts'
import type { Schema } from './schema.ts'
import { sqlSignUpLinks } from './sign-up-links.ts'
import { sqlSigningKeys } from './signing-keys.ts'
import { openSqlite } from './sqlite.ts'

const DAY_MS = 24 * 60 * 60_000

/** Longer than any limit on sending looks back. */
const CODES_KEPT_MS = 2 * DAY_MS
/** Relief older than this is not worth keeping: its owner is asked once more. */
const BROWSER_CHALLENGES_KEPT_MS = 400 * DAY_MS

export interface SqlDirectory {
  accounts: AccountStore
  administration: AccountAdministration
  employees: EmployeeDirectory
  companies: CompanyStore
  codes: CodeStore
  failures: FailureStore
  keptForms: KeptFormStore
  ownFactors: OwnFactorStore
  quotas: QuotaStore
  signingKeys: SigningKeyStore
  appCredentials: AppCredentialStore
  audit: AuditTrail
  signUpLinks: SignUpLinkStore
  /** The opened file, for the sessions that share it; null on Postgres. */
  sqlite: Kysely<Schema> | null
  /** Rejects with `store_unavailable` when the database cannot be reached. */
  check(): Promise<void>
  /** Removes what no rule looks at any more. Never a latch, and nothing of the audit trail. */
  sweep(now: EpochMs): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the directory with its schema up to date. A relative `file` counts from `dataDir`.
 * Rejects with `store_unavailable` when the database cannot be reached.
 */
export async function openSqlDirectory(
  settings: Settings['stores']['directory'],
  { dataDir, log }: { dataDir: string; log: Logger },
): Promise<SqlDirectory> {
  const db =
    settings.kind === 'sqlite'
      ? await openSqlite(resolve(dataDir, settings.file))
      : await (await import('./postgres.ts')).openPostgres(settings, log)
  return {
    accounts: sqlAccounts(db),
    administration: sqlAccountAdministration(db),
    employees: sqlEmployees(db, settings.kind),
    companies: sqlCompanies(db),
    codes: sqlCodes(db),
    failures: sqlFailures(db),
    keptForms: sqlKeptForms(db),
    ownFactors: sqlOwnFactors(db),
    quotas: sqlQuotas(db),
    signingKeys: sqlSigningKeys(db),
    appCredentials: sqlAppCredentials(db),
    audit: sqlAuditTrail(db),
    signUpLinks: sqlSignUpLinks(db),
    sqlite: settings.kind === 'sqlite' ? db : null,
    async check() {
      await db.selectFrom('accounts').select('id').limit(1).execute()
    },
    sweep: (now) => sweep(db, now),
    close: () => db.destroy(),
  }
}

async function sweep(db: Kysely<Schema>, now: EpochMs): Promise<void> {
  await db
    .deleteFrom('codes')
    .where('issued_at', '<', now - CODES_KEPT_MS)
    .where('expires_at', '<', now)
    .execute()
  await db.deleteFrom('sign_up_links').where('expires_at', '<', now).execute()
  await db
    .deleteFrom('number_locks')
    .where('phone', 'not in', (eb) => eb.selectFrom('codes').select('codes.phone'))
    .execute()
  await db
    .deleteFrom('browser_challenges')
    .where('passed_at', '<', now - BROWSER_CHALLENGES_KEPT_MS)
    .execute()
  await db.deleteFrom('send_days').where('day', '<', dayOf(now)).execute()
  await db.deleteFrom('quotas').where('expires_at', '<=', now).execute()
  await db.deleteFrom('kept_forms').where('expires_at', '<=', now).execute()
}
