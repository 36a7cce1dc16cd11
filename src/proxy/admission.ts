import type { ServerResponse } from 'node:http'
import type { App } from '../domain/app.ts'
import { GatehouseError } from '../domain/errors.ts'

export interface Admission {
  /**
   * Counts a request to an app in, until its answer is out or its client has left. Null when it may go on at once; else a
   * promise that resolves when it is its turn, and rejects with `busy` when the queue is full, it waited too long or its client left.
   */
  enter(app: Pick<App, 'name' | 'concurrency'>, res: ServerResponse): Promise<void> | null
  /** How many are on their way to each app that is being asked, and wait for it. */
  load(): { app: string; inFlight: number; waiting: number }[]
}

interface Gate {
  inFlight: number
  /** Those who wait, in the order of their coming. */
  queue: Set<() => void>
}

/**
 * How many requests are on their way to each app at a time, with a short queue behind them (R29). Apps are told by name, so that
 * those of before a reload count as well.
 */
export function openAdmission(): Admission {
  const gates = new Map<string, Gate>()

  function gateOf(name: string): Gate {
    const gate = gates.get(name) ?? { inFlight: 0, queue: new Set() }
    gates.set(name, gate)
    return gate
  }

  function begin(gate: Gate, res: ServerResponse): void {
    gate.inFlight++
    res.on('close', () => {
      gate.inFlight--
      const [next] = gate.queue
      next?.()
    })
  }

  function wait(gate: Gate, app: Pick<App, 'name' | 'concurrency'>, res: ServerResponse): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const leave = (): void => {
      gate.queue.delete(go)
      clearTimeout(patience)
      res.off('close', giveUp)
    }
    const go = (): void => {
      leave()
      begin(gate, res)
      resolve()
    }
    const giveUp = (): void => {
      leave()
      reject(busy(app))
    }
    const patience = setTimeout(giveUp, app.concurrency.waitMs)
    res.on('close', giveUp)
    gate.queue.add(go)
    return promise
  }

  return {
    enter(app, res) {
      // Its client left while the session was read: `close` has been, and would never give the place back.
      if (res.destroyed) return null
      const gate = gateOf(app.name)
      const { requests, waiting } = app.concurrency
      if (gate.inFlight >= requests) {
        return gate.queue.size >= waiting ? Promise.reject(busy(app)) : wait(gate, app, res)
      }
      begin(gate, res)
      return null
    },
    load: () => Array.from(gates, ([app, { inFlight, queue }]) => ({ app, inFlight, waiting: queue.size })),
  }
}

function busy({ name }: Pick<App, 'name'>): GatehouseError {
  return new GatehouseError('busy', { kind: 'app_busy', app: name }, { retryAfterSeconds: 5 })
}
