import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import {
  addAdministration,
  addLanguage,
  addNotices,
  addOwnSettings,
  createAppCredentials,
  createSignUpLinks,
} from './migrations-accounts.ts'
import { addAuditSearch } from './migrations-audit.ts'
import { addReceipts, createQuotas, createSendDays } from './migrations-codes.ts'
import { createDirectory } from './migrations-directory.ts'
import { addEditEmployee, addEmployees, addEmployeeStatus, addEmployeeWords } from './migrations-employees.ts'
import { createKeptForms, createSessions, createSigningKeys, renameFormHolders } from './migrations-sessions.ts'
import type { Schema, SqlKind } from './schema.ts'

/** Brings the schema up to date. On Postgres, processes that start at once take turns. */
export async function migrate(db: Kysely<Schema>, kind: SqlKind): Promise<void> {
  const { error } = await migrator(db, kind).migrateToLatest()
  if (error !== undefined) throw error
}

/** Whether nothing is left to migrate. Writes nothing. */
export async function isUpToDate(db: Kysely<Schema>, kind: SqlKind): Promise<boolean> {
  return (await migrator(db, kind).getMigrations()).every(({ executedAt }) => executedAt !== undefined)
}

function migrator(db: Kysely<Schema>, kind: SqlKind): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => migrations(kind) } })
}

/** In order; a migration that was released is never changed. */
function migrations(kind: SqlKind): Record<string, Migration> {
  return {
    '0001_directory': { up: (db) => createDirectory(db, kind) },
    '0002_sessions': { up: createSessions },
    '0003_receipts': { up: addReceipts },
    '0004_administration': { up: addAdministration },
    '0005_employees': { up: (db) => addEmployees(db, kind) },
    '0006_edit_employee': { up: addEditEmployee },
    '0007_kept_forms': { up: createKeptForms },
    '0008_employee_status': { up: (db) => addEmployeeStatus(db, kind) },
    '0009_notices': { up: addNotices },
    '0010_language': { up: addLanguage },
    '0011_audit_search': { up: (db) => addAuditSearch(db, kind) },
    '0012_sign_up_links': { up: createSignUpLinks },
    '0013_own_settings': { up: addOwnSettings },
    '0014_signing_keys': { up: createSigningKeys },
    '0015_quotas': { up: createQuotas },
    '0016_send_days': { up: createSendDays },
    '0017_form_holders': { up: renameFormHolders },
    '0018_employee_words': { up: (db) => addEmployeeWords(db, kind) },
    '0019_app_credentials': { up: createAppCredentials },
  }
}
