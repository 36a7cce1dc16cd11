import type { EpochMs } from './account.ts'
import type { E164, LineType } from './phone.ts'

/** A factor reached by a code that is sent to a number. */
export interface PhoneFactor {
  kind: 'phone'
  id: string
  phone: E164
  lineType: LineType
  activatedAt: EpochMs
  /** Since when somebody else has put in a number that no right code has proved yet (A32). */
  unprovedSince?: EpochMs
}

/** An authenticator app (RFC 6238). `sealedKey` is the 160-bit key, encrypted at rest. */
export interface TotpFactor {
  kind: 'totp'
  id: string
  sealedKey: string
  /** The newest time step that was accepted; no step up to it is accepted again (R5). */
  lastTimeStep: number
  activatedAt: EpochMs
  /** What its owner calls it; left out until they do. */
  name?: string
}

export type Factor = PhoneFactor | TotpFactor
export type FactorKind = Factor['kind']

/** How a one-time code travels. */
export type Channel = 'sms' | 'call'
