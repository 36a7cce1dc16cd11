import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { RedisLogin } from '../../config/settings.ts'
import { storeUnavailable } from '../../domain/errors.ts'
import { clientFor, type Endpoint, reconnectDelayMs, type RedisClient } from './client.ts'

/** Where a server is to be found, which may be another one from now on. */
export interface Whereabouts {
  login: RedisLogin
  database: number
  /** Rejects when nobody can say. */
  locate: () => Promise<Endpoint>
  /** Rejects when a server that was connected to is none to work with. */
  examine?: (client: RedisClient) => Promise<void>
  /** Asked now and then: whether a server that was connected to is still the right one. */
  isStill?: (endpoint: Endpoint) => Promise<boolean>
}

export interface Followed {
  /** Null while it is lost. */
  client(): RedisClient | null
  /** Gives a connection up that turned out to be of no use, and connects anew. */
  giveUp(client: RedisClient, cause: unknown): void
  /** Called when it is connected again. */
  onReturn: (listener: () => void) => void
  close(): void
}

const RECHECK_MS = 5000

/**
 * Keeps one connection to a server that may move. node-redis' own Sentinel client does this too; but while the master
 * is gone and Sentinel has not noticed, its commands ask Sentinel again and again without a pause.
 * `prepare` is done on every connection before it counts. Rejects with `store_unavailable` when there is none at the start.
 */
export async function follow(
  { login, database, locate, examine, isStill }: Whereabouts,
  log: Logger,
  prepare: (client: RedisClient) => Promise<unknown> = () => Promise.resolve(),
): Promise<Followed> {
  const listeners = new Set<() => void>()
  const life = new AbortController()
  let current: { client: RedisClient; endpoint: Endpoint } | null = null

  async function connect(): Promise<void> {
    const endpoint = await locate()
    const client = clientFor(login, endpoint, database)
    client.on('error', (err: unknown) => giveUp(client, err))
    try {
      await client.connect()
      await examine?.(client)
      await prepare(client)
      life.signal.throwIfAborted()
    } catch (error) {
      end(client)
      throw error
    }
    current = { client, endpoint }
    // At once, before anybody can take it for a connection that was never lost.
    for (const listener of listeners) listener()
  }

  function giveUp(client: RedisClient, err: unknown): void {
    if (current?.client !== client) return
    current = null
    end(client)
    log.warn({ err }, 'Redis is lost')
    void connectAgain(0)
  }

  async function connectAgain(tries: number): Promise<void> {
    await wait(reconnectDelayMs(tries), undefined, { ref: false })
    if (life.signal.aborted) return
    await connect().then(
      () => log.info('Redis is back'),
      // What is wrong was logged when it was lost.
      () => void connectAgain(tries + 1),
    )
  }

  async function recheck(): Promise<void> {
    if (current === null || isStill === undefined) return
    const { client, endpoint } = current
    // Nobody who could say is no reason to leave a server that answers.
    const still = await isStill(endpoint).catch(() => true)
    if (!still) giveUp(client, new Error(`${endpoint.host}:${endpoint.port} is not the server any more`))
  }

  await connect().catch((error: unknown) => {
    throw storeUnavailable(error)
  })
  const timer = setInterval(() => void recheck(), RECHECK_MS)
  timer.unref()

  return {
    client: () => current?.client ?? null,
    giveUp,
    onReturn: (listener) => void listeners.add(listener),
    close() {
      life.abort()
      clearInterval(timer)
      if (current !== null) end(current.client)
      current = null
    },
  }
}

function end(client: RedisClient): void {
  if (client.isOpen) client.destroy()
}
