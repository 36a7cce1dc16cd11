import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, type Exchange, openConnection } from './connection.ts'

export interface LoadResult {
  requests: number
  seconds: number
  /** Milliseconds from sending a request to the last byte of its answer, in ascending order. */
  latenciesMs: Float64Array
}

export interface Load {
  /** Keeps every connection busy until `next` has nothing more to send. */
  saturate(next: () => Exchange | null): Promise<LoadResult>
  /** Sends at this rate however long answers take: a request that finds no connection free waits, and its wait counts. */
  pace(exchange: Exchange, rate: { perSecond: number; seconds: number }): Promise<LoadResult>
  close(): void
}

export function openLoad({ port }: { port: number }, connections: number): Load {
  const all = Array.from({ length: connections }, () => openConnection(port))
  return {
    saturate: (next) =>
      timed(async (send) => {
        const keepBusy = async (connection: Connection): Promise<void> => {
          for (let what = next(); what !== null; what = next()) await send(connection, what, performance.now())
        }
        await Promise.all(all.map(keepBusy))
      }),
    pace: (exchange, rate) =>
      timed((send) => sendPaced([...all], rate, (connection, since) => send(connection, exchange, since))),
    close() {
      for (const connection of all) connection.close()
    },
  }
}

/** The same exchange again and again, for so long. */
export function during(seconds: number, exchange: Exchange): () => Exchange | null {
  const until = performance.now() + seconds * 1000
  return () => (performance.now() < until ? exchange : null)
}

type Send = (connection: Connection, exchange: Exchange, since: number) => Promise<void>

async function timed(drive: (send: Send) => Promise<void>): Promise<LoadResult> {
  const latencies: number[] = []
  const startedAt = performance.now()
  await drive(async (connection, exchange, since) => {
    await connection.send(exchange)
    latencies.push(performance.now() - since)
  })
  const seconds = (performance.now() - startedAt) / 1000
  return { requests: latencies.length, seconds, latenciesMs: Float64Array.from(latencies).sort() }
}

async function sendPaced(
  free: Connection[],
  { perSecond, seconds }: { perSecond: number; seconds: number },
  send: (connection: Connection, since: number) => Promise<void>,
): Promise<void> {
  const underWay = new Set<Promise<void>>()
  const startedAt = performance.now()
  for (let sent = 0; sent < perSecond * seconds; sent++) {
    const dueAt = startedAt + (sent / perSecond) * 1000
    const leftMs = dueAt - performance.now()
    // A timer comes a little late: that is this program's delay, and nobody's latency.
    if (leftMs > 0) await sleep(leftMs)
    let since = performance.now()
    while (free.length === 0) {
      since = dueAt
      await Promise.race(underWay)
    }
    const connection = free.pop()
    if (connection === undefined) continue
    const exchange: Promise<void> = send(connection, since).finally(() => {
      free.push(connection)
      underWay.delete(exchange)
    })
    underWay.add(exchange)
  }
  await Promise.all(underWay)
}
