/** A thread of its own for hashes that are computed synchronously: `hash-threads.ts` starts it. */
import { parentPort } from 'node:worker_threads'
import { matchesAny, readStoredHash } from './stored-hash.ts'

export interface Question {
  hash: string
  /** The password in every spelling that it may have been hashed in. */
  spellings: string[]
}

parentPort?.on('message', (question: Question) => {
  // A rejection nobody takes ends the thread, and whoever asked hears of it.
  void answer(question)
})

async function answer({ hash, spellings }: Question): Promise<void> {
  const stored = readStoredHash(hash)
  parentPort?.postMessage(!('fault' in stored) && (await matchesAny(stored, spellings)))
}
