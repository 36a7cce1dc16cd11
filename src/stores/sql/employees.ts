import type { Kysely } from 'kysely'
import type { EmployeeDirectory } from '../../domain/ports.ts'
import type { Schema } from './schema.ts'

/** The people of one company over SQL. */
export function sqlEmployees(db: Kysely<Schema>): EmployeeDirectory {
  return { counts: (companyId) => counts(db, companyId) }
}

async function counts(db: Kysely<Schema>, companyId: string): Promise<{ people: number; enrolled: number }> {
  const { people, enrolled } = await db
    .selectFrom('accounts')
    .select((eb) => [
      eb.fn.countAll<number | string>().as('people'),
      eb.fn
        .countAll<number | string>()
        .filterWhere(
          eb.exists(eb.selectFrom('factors').select('factors.id').whereRef('account_id', '=', 'accounts.id')),
        )
        .as('enrolled'),
    ])
    .where('company_id', '=', companyId)
    .where('disabled_at', 'is', null)
    .executeTakeFirstOrThrow()
  return { people: Number(people), enrolled: Number(enrolled) }
}
