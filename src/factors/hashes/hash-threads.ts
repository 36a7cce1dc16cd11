import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { unexpected } from '../../domain/errors.ts'
import type { Question } from './hash-thread.ts'

export interface HashThreads {
  /** Whether a stored hash is that of the password, in any of its spellings. Rejects with `internal` when the thread fails. */
  matches(question: Question): Promise<boolean>
}

/** Threads for synchronous hashes, as many as questions are asked at once: the caller limits that. */
export function openHashThreads(): HashThreads {
  const idle: Worker[] = []

  return {
    async matches(question) {
      const thread = idle.pop() ?? new Worker(new URL('hash-thread.ts', import.meta.url), { execArgv: [] })
      // Only a question under way keeps the process from ending.
      thread.ref()
      try {
        const answer = once(thread, 'message')
        thread.postMessage(question)
        const [matches]: unknown[] = await answer
        thread.unref()
        idle.push(thread)
        return matches === true
      } catch (cause) {
        await thread.terminate()
        throw unexpected(cause)
      }
    },
  }
}
