import type { LineType } from '../domain/phone.ts'
import type { LineTypeLookup } from '../domain/ports.ts'

export interface BoundedLineTypeOptions {
  /** How long the lookup may take, in milliseconds. */
  timeoutMs: number
  /** Told of every lookup that failed or took too long. */
  report: (cause: unknown) => void
  /** Aborts when the time is up. */
  timeout?: (ms: number) => AbortSignal
}

/** The same lookup, except that it always answers, and in time: a failed or slow one is `undetermined` (A9). */
export function boundedLineType(lookup: LineTypeLookup, options: BoundedLineTypeOptions): LineTypeLookup {
  const { timeoutMs, report, timeout = (ms) => AbortSignal.timeout(ms) } = options

  async function lineType(phone: string): Promise<LineType> {
    const { promise: tooLate, reject } = Promise.withResolvers<never>()
    const signal = timeout(timeoutMs)
    const giveUp = (): void => reject(signal.reason)
    signal.addEventListener('abort', giveUp)
    try {
      return await Promise.race([lookup.lineType(phone), tooLate])
    } catch (cause) {
      report(cause)
      return 'undetermined'
    } finally {
      signal.removeEventListener('abort', giveUp)
    }
  }

  return { lineType }
}
