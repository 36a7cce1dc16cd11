import { GatehouseError } from '../domain/errors.ts'

export interface Slots {
  /** Runs the job once a slot is free, in order of arrival. Rejects with `busy` when too many wait already. */
  run<T>(job: () => Promise<T>): Promise<T>
}

/** Lets a few expensive jobs run at a time, so that a flood of them takes neither all the memory nor all the threads. */
export function openSlots({ maxParallel, maxWaiting }: { maxParallel: number; maxWaiting: number }): Slots {
  const waiting: (() => void)[] = []
  let running = 0

  async function enter(): Promise<void> {
    if (running < maxParallel) {
      running += 1
      return
    }
    if (waiting.length >= maxWaiting) throw busy()
    const { promise: turn, resolve } = Promise.withResolvers<void>()
    waiting.push(resolve)
    await turn
  }

  /** Hands the slot on to the next in line; `running` then stays as it is. */
  function leave(): void {
    const next = waiting.shift()
    if (next === undefined) running -= 1
    else next()
  }

  return {
    async run(job) {
      await enter()
      try {
        return await job()
      } finally {
        leave()
      }
    },
  }
}

function busy(): GatehouseError {
  return new GatehouseError('busy', 'Many people are signing in right now. Try again in a moment.', {
    retryAfterSeconds: 3,
  })
}
