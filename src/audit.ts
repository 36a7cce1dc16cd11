import type { Logger } from 'pino'
import type { AuditEvent, AuditTrail, Clock } from './domain/ports.ts'
import type { Arrival } from './http/arrival.ts'

/** What happened; who asked, when and from where is added. */
export type AuditFacts = Pick<AuditEvent, 'event' | 'outcome'> &
  Partial<Pick<AuditEvent, 'accountId' | 'companyId' | 'reason'>>

export interface Audit {
  /** Writes one event to the trail and the log. `arrival` is null for what the gateway does by itself. */
  record(arrival: Arrival | null, facts: AuditFacts): Promise<void>
}

export function openAudit({ trail, clock, log }: { trail: AuditTrail; clock: Clock; log: Logger }): Audit {
  return {
    async record(arrival, facts) {
      const event: AuditEvent = {
        at: clock.now(),
        event: facts.event,
        outcome: facts.outcome,
        accountId: facts.accountId ?? null,
        companyId: facts.companyId ?? null,
        reason: facts.reason ?? null,
        address: arrival?.address ?? null,
        requestId: arrival?.requestId ?? null,
      }
      log.info({ audit: event }, event.event)
      await trail.append(event)
    },
  }
}
