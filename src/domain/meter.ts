/** Why an app gave no whole answer: `cut_short` when it broke off in the middle of one. */
export type UpstreamFault = 'unavailable' | 'timeout' | 'cut_short'

/** What a client does too slowly: it sends its body, or takes the answer. */
export type ClientSide = 'sending' | 'reading'

/** Told of what is worth counting. Called for every request: it must cost next to nothing, and never throws. */
export interface Meter {
  /** A request ended. `status` is null when the answer did not go out whole. */
  request(facts: { app: string; decision: string; status: number | null; ms: number }): void
  /** An app gave no answer, or half of one. */
  upstreamFailed(app: string, fault: UpstreamFault): void
  /** A client was given up, so that it holds no connection to the app. */
  clientTooSlow(app: string, side: ClientSide): void
  /** What came on a connection was no request, or did not become one in time: the status that it was refused with. */
  requestBroken(status: number): void
  /** A connection was refused: its address holds too many. */
  connectionRefused(): void
  /** The guard took a session from memory, or read it from the stores. */
  sessionRead(from: 'memory' | 'stores'): void
  /** Something went into the audit trail. */
  audited(facts: { event: string; outcome: string; reason: string | null }): void
}

/** For a gateway whose figures nobody reads. */
export const silentMeter: Meter = {
  request() {},
  upstreamFailed() {},
  clientTooSlow() {},
  requestBroken() {},
  connectionRefused() {},
  sessionRead() {},
  audited() {},
}
