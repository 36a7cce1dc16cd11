import { resolve } from 'node:path'
import type { Logger } from 'pino'
import type { Settings } from '../../config/settings.ts'
import type { AccountStore } from '../../domain/ports/accounts.ts'
import type { CompanyStore } from '../../domain/ports/companies.ts'
import { sqlAccounts } from './accounts.ts'
import { sqlCompanies } from './companies.ts'
import { isUpToDate } from './migrations.ts'
import { openPostgresReader } from './postgres.ts'
import { openSqliteReader } from './sqlite.ts'

/** The directory of a gateway that may be running, for looking things up. The database refuses every write through it. */
export interface DirectoryReader {
  accounts: Pick<AccountStore, 'findByUsername' | 'challengePassedInBrowser'>
  companies: Pick<CompanyStore, 'latch'>
  close(): Promise<void>
}

/** Rejects with `store_unavailable` when the database cannot be reached; nothing is brought up to date here. */
export async function openDirectoryReader(
  settings: Settings['stores']['directory'],
  { dataDir, log }: { dataDir: string; log: Logger },
): Promise<DirectoryReader> {
  const { kind } = settings
  const db =
    kind === 'sqlite' ? openSqliteReader(resolve(dataDir, settings.file)) : openPostgresReader(settings.url, log)
  const reader = { accounts: sqlAccounts(db), companies: sqlCompanies(db), close: () => db.destroy() }
  try {
    if (await isUpToDate(db, kind)) return reader
    throw new Error('the directory is not one of this version: start the gateway once, which brings it up to date')
  } catch (error) {
    await db.destroy()
    throw error
  }
}
