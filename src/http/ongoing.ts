import type { ServerResponse } from 'node:http'
import type { Meter } from '../domain/meter.ts'
import type { Clock } from '../domain/ports.ts'

/** Requests whose answer is not out yet. */
export interface Ongoing {
  /** Follows a request to the end of its answer; `facts` may be completed until then. */
  follow(res: ServerResponse, facts: { app: string | null; decision: string }): void
  count(): number
  /** From now on every answer says that its connection ends with it (RFC 9112 §9.6). */
  endConnections(): void
}

/** Stands for an app in figures, where a request got to none. */
const NO_APP = '(none)'

export function openOngoing({ meter, clock }: { meter: Pick<Meter, 'request'>; clock: Clock }): Ongoing {
  const answers = new Set<ServerResponse>()
  let ending = false

  return {
    follow(res, facts) {
      const startedAt = clock.now()
      answers.add(res)
      if (ending) res.shouldKeepAlive = false
      res.on('close', () => {
        answers.delete(res)
        const status = res.writableFinished ? res.statusCode : null
        meter.request({ app: facts.app ?? NO_APP, decision: facts.decision, status, ms: clock.now() - startedAt })
      })
    },
    count: () => answers.size,
    endConnections() {
      ending = true
      for (const res of answers) if (!res.headersSent) res.shouldKeepAlive = false
    },
  }
}
