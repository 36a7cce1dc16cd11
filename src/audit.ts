import type { Logger } from 'pino'
import type { Meter } from './domain/meter.ts'
import type { AuditEvent } from './domain/audit.ts'
import type { AuditTrail } from './domain/ports/audit-trail.ts'
import type { Clock } from './domain/ports/clock.ts'
import type { Asker } from './domain/ports/notices.ts'

/** What happened; who asked, when and from where is added. */
export type AuditFacts = Pick<AuditEvent, 'event' | 'outcome'> &
  Partial<Pick<AuditEvent, 'accountId' | 'companyId' | 'reason' | 'actor'>>

export interface Audit {
  /** Writes one event to the trail and the log. `asker` is null for what the gateway does by itself. */
  record(asker: Asker | null, facts: AuditFacts): Promise<void>
  /** Writes to the log alone what stands in the trail already, because it was written together with the change itself. */
  note(asker: Asker | null, facts: AuditFacts): void
}

export function openAudit(parts: {
  trail: AuditTrail
  meter: Pick<Meter, 'audited'>
  clock: Clock
  log: Logger
}): Audit {
  const { trail, meter, clock, log } = parts
  function note(asker: Asker | null, facts: AuditFacts): AuditEvent {
    const event: AuditEvent = {
      at: clock.now(),
      event: facts.event,
      outcome: facts.outcome,
      accountId: facts.accountId ?? null,
      companyId: facts.companyId ?? null,
      reason: facts.reason ?? null,
      address: asker?.address ?? null,
      requestId: asker?.requestId ?? null,
      actor: facts.actor ?? null,
    }
    meter.audited(event)
    log.info({ audit: event }, event.event)
    return event
  }
  return {
    record: async (asker, facts) => trail.append(note(asker, facts)),
    note: (asker, facts) => void note(asker, facts),
  }
}
