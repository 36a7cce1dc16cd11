import type { Transaction } from 'kysely'
import type { E164 } from '../../domain/phone.ts'
import type { Schema } from './schema.ts'

/*
 * Each of these is the first thing a transaction does. An update that changes nothing holds the row on Postgres
 * until the transaction ends, and takes the one write lock of SQLite; what is read after it is what everybody
 * before has left. Locks are taken in this order, so that no two transactions wait for each other:
 * company, account, number.
 */

export async function lockCompany(trx: Transaction<Schema>, companyId: string): Promise<void> {
  await trx.updateTable('companies').set({ id: companyId }).where('id', '=', companyId).execute()
}

/** The company of an account. */
export async function lockCompanyOf(trx: Transaction<Schema>, accountId: string): Promise<void> {
  await trx
    .updateTable('companies')
    .set((eb) => ({ id: eb.ref('id') }))
    .where('id', '=', (eb) => eb.selectFrom('accounts').select('company_id').where('accounts.id', '=', accountId))
    .execute()
}

/** Answers whether there is such an account. */
export async function lockAccount(trx: Transaction<Schema>, accountId: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('accounts')
    .set({ id: accountId })
    .where('id', '=', accountId)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Numbers are shared between accounts, and no account's row stands for one: they have rows of their own. */
export async function lockNumber(trx: Transaction<Schema>, phone: E164): Promise<void> {
  await trx
    .insertInto('number_locks')
    .values({ phone })
    .onConflict((conflict) => conflict.column('phone').doUpdateSet({ phone }))
    .execute()
}
