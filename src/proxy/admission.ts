import type { ServerResponse } from 'node:http'
import type { App } from '../domain/app.ts'
import { GatehouseError } from '../domain/errors.ts'

export interface Admission {
  /**
   * Counts a request to an app in, until its answer is out or its client has left. Null when it may go on at once; else a
   * promise that resolves when it is its turn, and rejects with `busy` when the queue is full, it waited too long or its client left.
   */
  enter(app: App, res: ServerResponse): Promise<void> | null
}

interface Gate {
  inFlight: number
  /** Those who wait, in the order of their coming. */
  queue: Set<() => void>
}

/** How many requests are on their way to each app at a time, with a short queue behind them (R29). */
export function openAdmission(apps: readonly App[]): Admission {
  const gates = new Map(apps.map((app): [App, Gate] => [app, { inFlight: 0, queue: new Set() }]))

  function begin(gate: Gate, res: ServerResponse): void {
    gate.inFlight++
    res.on('close', () => {
      gate.inFlight--
      const [next] = gate.queue
      next?.()
    })
  }

  function wait(gate: Gate, app: App, res: ServerResponse): Promise<void> {
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
      const gate = gates.get(app)
      if (gate === undefined) throw new Error(`no gate was opened for the app ${app.name}`)
      // Its client left while the session was read: `close` has been, and would never give the place back.
      if (res.destroyed) return null
      const { requests, waiting } = app.concurrency
      if (gate.inFlight >= requests) {
        return gate.queue.size >= waiting ? Promise.reject(busy(app)) : wait(gate, app, res)
      }
      begin(gate, res)
      return null
    },
  }
}

function busy({ name }: App): GatehouseError {
  return new GatehouseError('busy', { kind: 'app_busy', app: name }, { retryAfterSeconds: 5 })
}
