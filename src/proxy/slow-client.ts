import type { IncomingMessage } from 'node:http'
import type { Writable } from 'node:stream'
import type { App } from '../domain/app.ts'
import { GatehouseError } from '../domain/errors.ts'

type Patience = Pick<App['timeouts'], 'bodyMs' | 'bodyBytesPerSecond'>

/** Where a body goes: what it is piped into. */
interface Into {
  readonly writableNeedDrain: boolean
  on(event: 'drain', listener: () => void): unknown
}

/**
 * Watches that a body comes at a pace, so that no connection to an app waits for a client (R29): never silent for `bodyMs`,
 * and in each stretch of that length at least `bodyBytesPerSecond`. Time in which `into` is what is slow does not count.
 *
 * `tooSlow` is given `request_timeout`, once. Answers how to stop watching before the body has ended.
 */
export function watchSender(
  req: IncomingMessage,
  into: Into,
  { bodyMs, bodyBytesPerSecond }: Patience,
  tooSlow: (error: GatehouseError) => void,
): () => void {
  const leastBytes = (bodyBytesPerSecond * bodyMs) / 1000
  let begunAt = performance.now()
  let bytes = 0
  let heldUp = false

  const stop = (): void => {
    clearTimeout(silence)
    req.off('data', count)
    req.off('end', stop)
  }
  const giveUp = (): void => {
    stop()
    tooSlow(new GatehouseError('request_timeout', { kind: 'body_too_slow' }))
  }
  const silence = setTimeout(() => {
    if (into.writableNeedDrain) silence.refresh()
    else giveUp()
  }, bodyMs)
  const count = (chunk: Buffer): void => {
    silence.refresh()
    bytes += chunk.length
    const now = performance.now()
    if (now - begunAt < bodyMs) return
    if (bytes < leastBytes && !heldUp) return giveUp()
    begunAt = now
    bytes = 0
    heldUp = false
  }
  into.on('drain', () => {
    heldUp = true
  })
  req.on('data', count)
  req.once('end', stop)
  return stop
}

/** Watches that a client takes an answer as it comes. */
export interface ReaderWatch {
  /** What was written had to wait: whatever stands there must be taken within `bodyMs`. */
  waits(): void
  stop(): void
}

/** @param tooSlow called once, before the client's connection is cut off */
export function watchReader(
  res: Pick<Writable, 'once' | 'off' | 'destroy'>,
  { bodyMs }: Pick<Patience, 'bodyMs'>,
  tooSlow: () => void,
): ReaderWatch {
  let patience: NodeJS.Timeout | undefined
  const stop = (): void => {
    clearTimeout(patience)
    patience = undefined
    res.off('drain', stop)
  }
  return {
    waits() {
      if (patience !== undefined) return
      res.once('drain', stop)
      patience = setTimeout(() => {
        tooSlow()
        res.destroy()
      }, bodyMs)
    },
    stop,
  }
}
