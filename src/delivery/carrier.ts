import type { Channel } from '../domain/factor.ts'
import type { Sender } from '../domain/ports/delivery.ts'

/** A sender that is asked by name. Each makes one attempt, and gives up by itself after `ATTEMPT_TIMEOUT_MS`. */
export interface Carrier extends Sender {
  readonly name: string
  /** It brings a code in words of its own, or none at all: notices are not for it. */
  readonly codesOnly?: boolean
}

/** In the order in which they are asked. */
export type CarrierLists = Record<Channel, Carrier[]>

/** Somebody looks at a page while a carrier is asked. */
export const ATTEMPT_TIMEOUT_MS = 5000
