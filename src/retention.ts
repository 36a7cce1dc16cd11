import { setTimeout } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Audit } from './audit.ts'
import type { EpochMs } from './domain/account.ts'
import type { AuditTrail } from './domain/ports/audit-trail.ts'
import type { Clock } from './domain/ports/clock.ts'
import { freeReason } from './domain/audit-reason.ts'

const RUNS_EVERY_MS = 60 * 60_000
/** So few that whoever signs in meanwhile notices nothing: SQLite works while everything else stands still. */
const LINES_AT_ONCE = 100
const PAUSE_MS = 50

export interface Retention {
  /** Removes what is old enough, unless this or another process has done so within the hour. */
  run(): Promise<void>
  /** Waits for a batch that is being removed. */
  close(): Promise<void>
}

/**
 * Removes lines of the audit trail that are older than the configuration says, now and then once an hour over all processes.
 * What was removed is a line of the trail itself.
 */
export function openRetention(parts: {
  trail: Pick<AuditTrail, 'expire' | 'claimRetention'>
  /** Null keeps everything. */
  keptMs: () => number | null
  audit: Audit
  clock: Clock
  log: Logger
}): Retention {
  const { trail, keptMs, audit, clock, log } = parts
  let closed = false
  let running: Promise<void> = Promise.resolve()

  async function expire(): Promise<void> {
    const kept = keptMs()
    if (kept === null || closed || !(await trail.claimRetention(clock.now(), RUNS_EVERY_MS))) return
    const horizon = clock.now() - kept
    const removed = await removeBefore(horizon)
    if (removed === 0) return
    const reason = freeReason(`${removed} before ${new Date(horizon).toISOString()}`)
    await audit.record(null, { event: 'audit_expired', outcome: 'success', reason })
  }

  async function removeBefore(horizon: EpochMs): Promise<number> {
    let removed = 0
    for (;;) {
      const batch = await trail.expire(horizon, LINES_AT_ONCE)
      removed += batch
      if (batch < LINES_AT_ONCE || closed) return removed
      await setTimeout(PAUSE_MS)
    }
  }

  function run(): Promise<void> {
    running = expire().catch((error: unknown) => log.error({ err: error }, 'old lines of the audit trail stay for now'))
    return running
  }

  const timer = setInterval(() => void run(), RUNS_EVERY_MS)
  timer.unref()
  return {
    run,
    async close() {
      closed = true
      clearInterval(timer)
      await running
    },
  }
}
