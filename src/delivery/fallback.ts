import { DeliveryError, type FailedAttempt, mayAnotherCarry, type Receipt } from '../domain/delivery.ts'
import type { OutgoingMessage, Sender } from '../domain/ports/delivery.ts'
import { ATTEMPT_TIMEOUT_MS, type Carrier, type CarrierLists } from './carrier.ts'

export interface FallbackOptions {
  carriers: CarrierLists
  /** Told of every attempt that failed, for the log. The cause holds no code, number or credential. */
  report: (attempt: FailedAttempt, cause: unknown) => void
  /** How long one carrier may take. The whole takes at most as many times that as there are carriers. */
  timeoutMs?: number
}

/**
 * Asks the carriers of a channel one after the other, each once, until one takes the message or one refuses it in a way
 * that asking another would not change. A carrier that is out of time counts as down, whatever comes of it later.
 */
export function openFallback({ carriers, report, timeoutMs = ATTEMPT_TIMEOUT_MS }: FallbackOptions): Sender {
  async function ask(carrier: Carrier, message: OutgoingMessage): Promise<Receipt | FailedAttempt> {
    try {
      return await inTime(carrier.send(message), timeoutMs)
    } catch (failure) {
      const fault = failure instanceof DeliveryError ? failure.fault : 'vendor_unavailable'
      const attempt = { carrier: carrier.name, fault }
      report(attempt, failure instanceof DeliveryError ? failure.cause : failure)
      return attempt
    }
  }

  return {
    async send(message) {
      const failed: FailedAttempt[] = []
      for (const carrier of carriers[message.channel]) {
        if (message.code === null && carrier.codesOnly === true) continue
        const answer = await ask(carrier, message)
        if (!('fault' in answer)) return failed.length === 0 ? answer : { ...answer, failedBefore: failed }
        failed.push(answer)
        if (!mayAnotherCarry(answer.fault)) break
      }
      const last = failed.pop()
      if (last === undefined) throw new DeliveryError([{ carrier: 'none', fault: 'vendor_misconfigured' }], NOBODY)
      throw new DeliveryError([...failed, last])
    },

    async outcome(receipt, outcome) {
      // A carrier that was taken out of the configuration hears no more.
      const carrier = [...carriers.sms, ...carriers.call].find(({ name }) => name === receipt.carrier)
      await carrier?.outcome?.(receipt, outcome)
    },
  }
}

const NOBODY = 'no carrier is configured for a message of this kind'

async function inTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
    // What comes of it later has no reader.
    work.catch(() => undefined)
  }
}
