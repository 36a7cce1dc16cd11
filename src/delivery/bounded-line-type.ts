import { DeliveryError, type FailedAttempt } from '../domain/delivery.ts'
import type { LineTypeAnswer, LineTypeLookup } from '../domain/ports/phone-numbers.ts'
import type { LineTypeSource } from './line-type.ts'

export interface BoundedLineTypeOptions {
  /** How long the lookup may take, in milliseconds. */
  timeoutMs: number
  /** Told of every lookup that failed or took too long, for the log. The cause holds no number or credential. */
  report: (attempt: FailedAttempt, cause: unknown) => void
  /** Aborts when the time is up. */
  timeout?: (ms: number) => AbortSignal
}

/** Asks a source so that it always answers, and in time: a failed or slow one is `undetermined`, with its fault (A9). */
export function boundedLineType(source: LineTypeSource, options: BoundedLineTypeOptions): LineTypeLookup {
  const { timeoutMs, report, timeout = (ms) => AbortSignal.timeout(ms) } = options

  async function lineType(phone: string): Promise<LineTypeAnswer> {
    const { promise: tooLate, reject } = Promise.withResolvers<never>()
    const signal = timeout(timeoutMs)
    const giveUp = (): void => reject(signal.reason)
    signal.addEventListener('abort', giveUp)
    try {
      return { lineType: await Promise.race([source.lineType(phone), tooLate]), failed: null }
    } catch (failure) {
      const known = failure instanceof DeliveryError
      const failed: FailedAttempt = { carrier: source.name, fault: known ? failure.fault : 'vendor_unavailable' }
      report(failed, known ? failure.cause : failure)
      return { lineType: 'undetermined', failed }
    } finally {
      signal.removeEventListener('abort', giveUp)
    }
  }

  return { lineType }
}
