import { destination, type Logger, pino } from 'pino'

export interface Log {
  log: Logger
  /** Writes what is held back. Nothing is logged after it. */
  close(): void
}

/** How long a line may be held back, and how many characters of lines. */
const HELD_MS = 1000
const HELD_CHARACTERS = 4096

/**
 * The log, as JSON lines. A write for each line would cost more processor time than everything else that the gateway
 * does about a request, so lines go out in blocks. `kill -9` takes the last second of them; what must not be lost is in
 * the audit trail.
 *
 * @param dest file descriptor or path
 */
export function openLog({ level, dest }: { level: 'info' | 'warn'; dest: number | string }): Log {
  const sink = destination({ dest, sync: true, minLength: HELD_CHARACTERS })
  const flush = (): void => sink.flushSync()
  const timer = setInterval(flush, HELD_MS)
  timer.unref()
  process.on('exit', flush)
  return {
    log: pino({ level }, sink),
    close() {
      clearInterval(timer)
      process.off('exit', flush)
      flush()
    },
  }
}
