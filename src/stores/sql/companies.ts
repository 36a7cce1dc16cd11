import type { Kysely, Selectable, Transaction } from 'kysely'
import type { Company, MandateLatch } from '../../domain/company.ts'
import { auditFactsOfLatch } from '../../domain/mandate.ts'
import type { CompanyStore } from '../../domain/ports/companies.ts'
import type { Asker } from '../../domain/ports/notices.ts'
import { auditRow } from './audit-trail.ts'
import { inBatches } from './batches.ts'
import { lockCompany } from './locks.ts'
import type { Schema } from './schema.ts'

/** Companies that the directory knows, and the mandates latched for them, over SQL. */
export function sqlCompanies(db: Kysely<Schema>): CompanyStore {
  return {
    sync: (companies) => db.transaction().execute((trx) => sync(trx, companies)),
    latchMandate: (latch, asker) => db.transaction().execute((trx) => latchMandate(trx, latch, asker)),
    async latch(companyId) {
      const row = await db
        .selectFrom('mandate_latches')
        .selectAll()
        .where('company_id', '=', companyId)
        .executeTakeFirst()
      return row === undefined ? null : latchOf(row)
    },
    async latches() {
      return (await db.selectFrom('mandate_latches').selectAll().orderBy('company_id').execute()).map(latchOf)
    },
    accountCounts: (companyIds) => accountCounts(db, companyIds),
  }
}

/** Whether a mandate is latched for the company of an account. */
export async function underMandate(trx: Transaction<Schema>, accountId: string): Promise<boolean> {
  const latch = await trx
    .selectFrom('mandate_latches')
    .innerJoin('accounts', 'accounts.company_id', 'mandate_latches.company_id')
    .select('mandate_latches.company_id')
    .where('accounts.id', '=', accountId)
    .executeTakeFirst()
  return latch !== undefined
}

async function sync(trx: Transaction<Schema>, companies: Company[]): Promise<void> {
  // In one order everywhere: processes that start together would otherwise wait for each other's rows.
  const rows = companies
    .map(({ id, name, kind, partnerId }) => ({ id, name, kind, partner_id: partnerId }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
  for (const some of inBatches(rows)) {
    await trx
      .insertInto('companies')
      .values(some)
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((row) => ({
          name: row.ref('excluded.name'),
          kind: row.ref('excluded.kind'),
          partner_id: row.ref('excluded.partner_id'),
        })),
      )
      .execute()
  }
}

/** Holds the company's row, which `takeReminder` holds too. */
async function latchMandate(trx: Transaction<Schema>, latch: MandateLatch, asker: Asker | null): Promise<boolean> {
  const { companyId, latchedAt, latchedBy } = latch
  await lockCompany(trx, companyId)
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('mandate_latches')
    .values({ company_id: companyId, latched_at: latchedAt, latched_by: latchedBy })
    .onConflict((conflict) => conflict.column('company_id').doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows !== 1n) return false
  const { address = null, requestId = null } = asker ?? {}
  const line = { ...auditFactsOfLatch(latch), at: latchedAt, address, requestId }
  await trx.insertInto('audit_trail').values(auditRow(line)).execute()
  return true
}

async function accountCounts(db: Kysely<Schema>, companyIds: string[]): Promise<ReadonlyMap<string, number>> {
  if (companyIds.length === 0) return new Map()
  // All of them in one go: so many ids in a list would be more than a statement takes.
  const rows = await db
    .selectFrom('accounts')
    .select((eb) => ['company_id', eb.fn.countAll<number | string>().as('accounts')])
    .where('disabled_at', 'is', null)
    .groupBy('company_id')
    .execute()
  const wanted = new Set(companyIds)
  return new Map(rows.flatMap((row) => (wanted.has(row.company_id) ? [[row.company_id, Number(row.accounts)]] : [])))
}

function latchOf(row: Selectable<Schema['mandate_latches']>): MandateLatch {
  return { companyId: row.company_id, latchedAt: row.latched_at, latchedBy: row.latched_by }
}
