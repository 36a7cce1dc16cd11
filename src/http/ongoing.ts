import type { ServerResponse } from 'node:http'
import type { Meter } from '../domain/meter.ts'
import type { Clock } from '../domain/ports/clock.ts'

/** Requests whose answer is not out yet. */
export interface Ongoing {
  /** Follows a request to the end of its answer; `facts` may be completed until then. */
  follow(res: ServerResponse, facts: { app: string | null; decision: string }): void
  count(): number
  /** From now on connections end with the answer that is due on them (RFC 9112 §9.6). */
  endConnections(): void
  /** Whether they do. */
  endsConnections: () => boolean
}

/** Stands for an app in figures, where a request got to none. */
const NO_APP = '(none)'

export function openOngoing({ meter, clock }: { meter: Pick<Meter, 'request'>; clock: Clock }): Ongoing {
  let underWay = 0
  let ending = false

  return {
    follow(res, facts) {
      const startedAt = clock.now()
      underWay++
      if (ending) res.shouldKeepAlive = false
      res.on('close', () => {
        underWay--
        const status = res.writableFinished ? res.statusCode : null
        meter.request({ app: facts.app ?? NO_APP, decision: facts.decision, status, ms: clock.now() - startedAt })
      })
    },
    count: () => underWay,
    endConnections() {
      ending = true
    },
    endsConnections: () => ending,
  }
}
