import type { Logger } from 'pino'
import { createClient } from 'redis'
import { storeUnavailable } from '../../domain/errors.ts'

const CONNECT_TIMEOUT_MS = 2000
const REPLY_TIMEOUT_MS = 2000
const PING_INTERVAL_MS = 2000
/** A socket on which nothing moves for this long is given up. */
const SILENCE_TIMEOUT_MS = 5000
const LONGEST_RECONNECT_DELAY_MS = 1000

export type RedisClient = ReturnType<typeof clientFor>

/** A connection to Redis that fails fast while it is lost and comes back by itself. */
export interface RedisConnection {
  client: RedisClient
  /** Sends a command. Rejects with `store_unavailable` when there is no answer within two seconds. */
  ask<T>(send: (client: RedisClient) => Promise<T>): Promise<T>
  close(): void
}

/** Rejects with `store_unavailable` when Redis cannot be reached at the start. */
export async function connectRedis(url: string, log: Logger): Promise<RedisConnection> {
  let connectedOnce = false
  let lost = false
  let silent = false
  const client = clientFor(url, () => connectedOnce)
  client.on('error', (err: unknown) => {
    if (!lost) log.warn({ err }, 'Redis is lost')
    lost = true
  })
  client.on('ready', () => {
    if (lost) log.info('Redis is back')
    connectedOnce = true
    lost = false
    silent = false
  })

  async function ask<T>(send: (to: RedisClient) => Promise<T>): Promise<T> {
    // Writing on to a Redis that does not answer would keep its socket from ever being given up.
    if (silent) throw storeUnavailable(new Error('Redis does not answer'))
    const timeout = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      silent = true
      timeout.reject(new Error(`no answer from Redis within ${REPLY_TIMEOUT_MS} ms`))
    }, REPLY_TIMEOUT_MS)
    try {
      const reply = send(client)
      const heard = () => {
        silent = false
      }
      reply.then(heard, heard)
      return await Promise.race([reply, timeout.promise])
    } catch (error) {
      throw storeUnavailable(error)
    } finally {
      clearTimeout(timer)
    }
  }

  try {
    await client.connect()
  } catch (error) {
    client.destroy()
    throw storeUnavailable(error)
  }
  return { client, ask, close: () => client.destroy() }
}

function clientFor(url: string, connectedOnce: () => boolean) {
  return createClient({
    url,
    name: 'gatehouse',
    disableOfflineQueue: true,
    pingInterval: PING_INTERVAL_MS,
    socket: {
      connectTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SILENCE_TIMEOUT_MS,
      reconnectStrategy(retries, cause) {
        if (!connectedOnce()) return cause
        return Math.min(50 * 2 ** Math.min(retries, 10), LONGEST_RECONNECT_DELAY_MS)
      },
    },
  })
}
