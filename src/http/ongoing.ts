import type { ServerResponse } from 'node:http'
import type { Meter } from '../domain/meter.ts'
import type { Clock } from '../domain/ports/clock.ts'

/** Requests whose answer is not out yet. */
export interface Ongoing {
  /** Follows a request to the end of its answer; `facts` may be completed until then. Then tells `ended`, if it is given. */
  follow<F extends Facts>(res: ServerResponse, facts: F, ended?: (facts: F, end: End) => void): void
  count(): number
  /** From now on connections end with the answer that is due on them (RFC 9112 §9.6). */
  endConnections(): void
  /** Whether they do. */
  endsConnections: () => boolean
}

interface Facts {
  app: string | null
  decision: string
}

export interface End {
  /** Null when the client left, or was cut off, before the answer was out. */
  status: number | null
  /** From the head of the request to the end of its answer. */
  ms: number
}

/** Stands for an app in figures, where a request got to none. */
const NO_APP = '(none)'

export function openOngoing({ meter, clock }: { meter: Pick<Meter, 'request'>; clock: Clock }): Ongoing {
  let underWay = 0
  let ending = false

  return {
    follow(res, facts, ended) {
      const startedAt = clock.now()
      underWay++
      if (ending) res.shouldKeepAlive = false
      res.on('close', () => {
        underWay--
        const status = res.writableFinished ? res.statusCode : null
        const ms = clock.now() - startedAt
        meter.request({ app: facts.app ?? NO_APP, decision: facts.decision, status, ms })
        ended?.(facts, { status, ms })
      })
    },
    count: () => underWay,
    endConnections() {
      ending = true
    },
    endsConnections: () => ending,
  }
}
