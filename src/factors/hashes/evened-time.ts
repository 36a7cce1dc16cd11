import { setTimeout as wait } from 'node:timers/promises'

/** Single measurements vary; an answer that waits a little longer than the usual one hides that. */
const MARGIN = 1.25
const WEIGHT_OF_NEWEST = 0.25

export interface EvenedTime {
  /** Notes how long a wrong password took against a hash made in one way, for each spelling of it. */
  note(madeWith: string, milliseconds: number): void
  /** Resolves when a check that began at `startedAt` (`performance.now()`) has taken as long as the slowest way usually does. */
  rest(startedAt: number, spellings: number): Promise<void>
}

/**
 * Lets every wrong answer take as long, whatever the stored hash was made with, or if there is none (R9): a bcrypt hash
 * takes many times as long as the dummy of an unknown account. What was not yet seen since the start cannot be evened.
 */
export function openEvenedTime(): EvenedTime {
  const usual = new Map<string, number>()
  return {
    note(madeWith, milliseconds) {
      const before = usual.get(madeWith) ?? milliseconds
      usual.set(madeWith, before + (milliseconds - before) * WEIGHT_OF_NEWEST)
    },
    async rest(startedAt, spellings) {
      // With one way only there is nothing to even.
      if (usual.size < 2) return
      const longest = Math.max(...usual.values()) * MARGIN * spellings
      const left = startedAt + longest - performance.now()
      if (left > 0) await wait(left)
    },
  }
}
