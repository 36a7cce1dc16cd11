import type { Writable } from 'node:stream'
import type { App } from '../domain/app.ts'
import type { ParsedHeaders } from './headers.ts'

/** Watches that an app goes on with the answer that it has begun. */
export interface AppWatch {
  /** Something of it came. */
  heard(): void
  stop(): void
}

/**
 * Ends an answer whose app is silent in the middle of it (R29), by `silent`. Time in which its client is what is slow does not
 * count. Null for event streams: they may be silent for as long as they are open.
 */
export function watchApp(
  res: Pick<Writable, 'writableNeedDrain'>,
  headers: ParsedHeaders,
  { idleMs }: Pick<App['timeouts'], 'idleMs'>,
  silent: () => void,
): AppWatch | null {
  if (/^\s*text\/event-stream\b/i.test(String(headers['content-type'] ?? ''))) return null
  const patience = setTimeout(() => {
    if (res.writableNeedDrain) patience.refresh()
    else silent()
  }, idleMs)
  return { heard: () => void patience.refresh(), stop: () => clearTimeout(patience) }
}
