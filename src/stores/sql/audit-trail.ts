import type { Kysely } from 'kysely'
import type { AuditTrail } from '../../domain/ports.ts'
import type { Schema } from './schema.ts'

/** The audit trail over SQL. The database itself refuses changes to what is written. */
export function sqlAuditTrail(db: Kysely<Schema>): AuditTrail {
  return {
    async append({ at, event, accountId, companyId, address, requestId, outcome, reason }) {
      await db
        .insertInto('audit_trail')
        .values({
          at,
          event,
          account_id: accountId,
          company_id: companyId,
          address,
          request_id: requestId,
          outcome,
          reason,
        })
        .execute()
    },
  }
}
