import type { Logger } from 'pino'
import type { Meter } from './domain/meter.ts'
import type { AuditEvent, AuditTrail, Clock } from './domain/ports.ts'
import type { Arrival } from './http/arrival.ts'

/** What happened; who asked, when and from where is added. */
export type AuditFacts = Pick<AuditEvent, 'event' | 'outcome'> &
  Partial<Pick<AuditEvent, 'accountId' | 'companyId' | 'reason'>>

export interface Audit {
  /** Writes one event to the trail and the log. `arrival` is null for what the gateway does by itself. */
  record(arrival: Arrival | null, facts: AuditFacts): Promise<void>
}

export function openAudit(parts: {
  trail: AuditTrail
  meter: Pick<Meter, 'audited'>
  clock: Clock
  log: Logger
}): Audit {
  const { trail, meter, clock, log } = parts
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
      meter.audited(event)
      log.info({ audit: event }, event.event)
      await trail.append(event)
    },
  }
}
