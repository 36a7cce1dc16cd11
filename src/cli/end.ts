import type { Clock } from '../domain/ports/clock.ts'

/** npm passes Ctrl+C on to a process that has had it already. */
const SAME_SIGNAL_MS = 500

/** Resolves at the first SIGTERM or SIGINT; the next one ends the process at once. */
export function endSignal(clock: Clock): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let first: number | null = null
  const onSignal = () => {
    if (first !== null && clock.now() - first > SAME_SIGNAL_MS) process.exit(1)
    first ??= clock.now()
    resolve()
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
  return promise
}
