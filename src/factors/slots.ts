import { GatehouseError } from '../domain/errors.ts'

export interface Slots {
  /** Rejects with `busy` when nobody from there would be let into the line now. */
  checkRoom(from: string): void
  /** Runs the job once a slot is free. Rejects with `busy` when too many wait already, from there or in all. */
  run<T>(job: () => Promise<T>, from: string): Promise<T>
  /** How many wait for a slot. */
  waiting(): number
}

export interface SlotLimits {
  maxParallel: number
  maxWaiting: number
  /** From one place. */
  maxWaitingFromOne: number
}

/**
 * Lets a few expensive jobs run at a time, so that a flood of them takes neither all the memory nor all the threads.
 * Places take turns: whoever floods from one of them makes only those from there wait.
 */
export function openSlots({ maxParallel, maxWaiting, maxWaitingFromOne }: SlotLimits): Slots {
  /** In the order of their turns. A place with nobody waiting is not in it. */
  const waiting = new Map<string, (() => void)[]>()
  let inAll = 0
  let running = 0

  function checkRoom(from: string): void {
    if (inAll >= maxWaiting || (waiting.get(from)?.length ?? 0) >= maxWaitingFromOne) throw busy()
  }

  async function enter(from: string): Promise<void> {
    if (running < maxParallel) {
      running += 1
      return
    }
    checkRoom(from)
    const { promise: turn, resolve } = Promise.withResolvers<void>()
    waiting.set(from, [...(waiting.get(from) ?? []), resolve])
    inAll += 1
    await turn
  }

  /** Hands the slot on to the next in line; `running` then stays as it is. */
  function leave(): void {
    const [first] = waiting
    if (first === undefined) {
      running -= 1
      return
    }
    const [from, [next, ...others]] = first
    // Deleted and set again: the place goes to the end of the line.
    waiting.delete(from)
    if (others.length > 0) waiting.set(from, others)
    inAll -= 1
    next?.()
  }

  return {
    checkRoom,
    async run(job, from) {
      await enter(from)
      try {
        return await job()
      } finally {
        leave()
      }
    },
    waiting: () => inAll,
  }
}

function busy(): GatehouseError {
  return new GatehouseError('busy', { kind: 'many_signing_in' }, { retryAfterSeconds: 3 })
}
