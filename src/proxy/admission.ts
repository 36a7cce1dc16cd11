import { EventEmitter } from 'node:events'
import type { Duplex } from 'node:stream'
import type { App } from '../domain/app.ts'
import { GatehouseError } from '../domain/errors.ts'

/** What holds a place at an app, until it closes: the answer to a request, as a rule. */
export interface Holder {
  readonly destroyed: boolean
  on(event: 'close', left: () => void): unknown
  off(event: 'close', left: () => void): unknown
}

export interface Admission {
  /**
   * Counts a request to an app in, until its answer is out or its client has left. Null when it may go on at once; else a
   * promise that resolves when it is its turn, and rejects with `busy` when the queue is full, it waited too long or its client left.
   */
  enter(app: Pick<App, 'name' | 'concurrency'>, holder: Holder): Promise<void> | null
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

  function begin(gate: Gate, holder: Holder): void {
    gate.inFlight++
    holder.on('close', () => {
      gate.inFlight--
      const [next] = gate.queue
      next?.()
    })
  }

  function wait(gate: Gate, app: Pick<App, 'name' | 'concurrency'>, holder: Holder): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const leave = (): void => {
      gate.queue.delete(go)
      clearTimeout(patience)
      holder.off('close', giveUp)
    }
    const go = (): void => {
      leave()
      begin(gate, holder)
      resolve()
    }
    const giveUp = (): void => {
      leave()
      reject(busy(app))
    }
    const patience = setTimeout(giveUp, app.concurrency.waitMs)
    holder.on('close', giveUp)
    gate.queue.add(go)
    return promise
  }

  return {
    enter(app, holder) {
      // Its client left while the session was read: `close` has been, and would never give the place back.
      if (holder.destroyed) return null
      const gate = gateOf(app.name)
      const { requests, waiting } = app.concurrency
      if (gate.inFlight >= requests) {
        return gate.queue.size >= waiting ? Promise.reject(busy(app)) : wait(gate, app, holder)
      }
      begin(gate, holder)
      return null
    },
    load: () => Array.from(gates, ([app, { inFlight, queue }]) => ({ app, inFlight, waiting: queue.size })),
  }
}

/**
 * A handshake holds its place until it has become a WebSocket, which its holder says by `leave`, or its connection has ended:
 * any GET can be sent as one, and is work for an app all the same.
 */
export function placeOfHandshake(socket: Duplex): Holder & { leave(): void } {
  const events = new EventEmitter()
  let { destroyed } = socket
  const leave = (): void => {
    socket.off('close', leave)
    destroyed = true
    events.emit('close')
    events.removeAllListeners()
  }
  socket.once('close', leave)
  return {
    get destroyed() {
      return destroyed
    },
    on: (event, left) => events.on(event, left),
    off: (event, left) => events.off(event, left),
    leave,
  }
}

function busy({ name }: Pick<App, 'name'>): GatehouseError {
  return new GatehouseError('busy', { kind: 'app_busy', app: name }, { retryAfterSeconds: 5 })
}
