import type { Insertable, Kysely } from 'kysely'
import type { AuditEvent, AuditTrail } from '../../domain/ports.ts'
import type { AuditTable, Schema } from './schema.ts'

/** The audit trail over SQL. The database itself refuses changes to what is written. */
export function sqlAuditTrail(db: Kysely<Schema>): AuditTrail {
  return {
    async append(event) {
      await db.insertInto('audit_trail').values(auditRow(event)).execute()
    },
  }
}

export function auditRow(event: AuditEvent): Insertable<AuditTable> {
  return {
    at: event.at,
    event: event.event,
    account_id: event.accountId,
    company_id: event.companyId,
    address: event.address,
    request_id: event.requestId,
    outcome: event.outcome,
    reason: event.reason,
    actor: event.actor ?? null,
  }
}
