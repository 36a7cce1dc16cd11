import { createClient } from 'redis'
import type { RedisLogin } from '../../config/settings.ts'

export const CONNECT_TIMEOUT_MS = 2000
const REPLY_TIMEOUT_MS = 2000
const PING_INTERVAL_MS = 2000
/** A socket on which nothing moves for this long is given up. */
const SILENCE_TIMEOUT_MS = 5000
const LONGEST_RECONNECT_DELAY_MS = 1000

export type RedisClient = ReturnType<typeof clientFor>

/** Where a server is. */
export interface Endpoint {
  host: string
  port: number
}

/** What every connection is opened with. */
export function clientOptions({ username, password }: RedisLogin) {
  return {
    name: 'gatehouse',
    disableOfflineQueue: true,
    pingInterval: PING_INTERVAL_MS,
    maintNotifications: 'disabled',
    ...(username !== null && { username }),
    ...(password !== null && { password }),
  } as const
}

/** A socket that gives up in time, over TLS if the login says so. */
export function socketOptions<T extends object>({ tls }: RedisLogin, more: T) {
  const plain = { connectTimeout: CONNECT_TIMEOUT_MS, socketTimeout: SILENCE_TIMEOUT_MS, ...more }
  return tls === null ? plain : { ...plain, tls: true as const, ...(tls.ca !== null && { ca: tls.ca }) }
}

/** A client for one server, which does not connect again by itself: the server may be another by then. */
export function clientFor(login: RedisLogin, { host, port }: Endpoint, database = 0) {
  const socket = socketOptions(login, { host, port, reconnectStrategy: false as const })
  return createClient({ ...clientOptions(login), database, socket })
}

/** How long to wait before connecting for the `tries`th time. */
export function reconnectDelayMs(tries: number): number {
  return Math.min(50 * 2 ** Math.min(tries, 10), LONGEST_RECONNECT_DELAY_MS)
}

/** Rejects when there is no reply in time. */
export async function withinReplyTime<T>(reply: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new NoReply()), REPLY_TIMEOUT_MS)
  try {
    return await Promise.race([reply, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

export class NoReply extends Error {
  constructor() {
    super(`no answer from Redis within ${REPLY_TIMEOUT_MS} ms`)
  }
}
