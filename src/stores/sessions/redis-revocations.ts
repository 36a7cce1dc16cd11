import type { Logger } from 'pino'
import type { Clock, Revocation, RevocationChannel } from '../../domain/ports.ts'
import type { RedisConnection } from './redis-client.ts'

/** After a gap, nobody may rely on memory until everything read before the gap was forgotten. */
const SETTLING_MS = 10_000

/**
 * Tells every process over Redis pub/sub. `subscriber` is a connection of this channel's own:
 * what is published while it is down is never heard.
 */
export async function redisRevocations(
  publisher: RedisConnection,
  subscriber: RedisConnection,
  channel: string,
  { clock, log }: { clock: Clock; log: Logger },
): Promise<RevocationChannel> {
  const listeners = new Set<(revocation: Revocation) => void>()
  const tellListeners = (revocation: Revocation) => {
    for (const listener of listeners) listener(revocation)
  }
  let settledAt = 0
  subscriber.client.on('ready', () => {
    settledAt = clock.now() + SETTLING_MS
  })
  const hear = (message: string) => {
    const revocation = parse(message)
    if (revocation === undefined) log.error('a message on the revocation channel is none of ours')
    else tellListeners(revocation)
  }
  await subscriber.ask((client) => client.subscribe(channel, hear))

  return {
    async publish(revocation) {
      tellListeners(revocation)
      await publisher.ask((redis) => redis.publish(channel, JSON.stringify(revocation)))
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    healthy: () => subscriber.client.isReady && clock.now() >= settledAt,
  }
}

function parse(message: string): Revocation | undefined {
  try {
    const value: unknown = JSON.parse(message)
    return isRevocation(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isRevocation(value: unknown): value is Revocation {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false
  if (value.kind === 'session') return 'sessionId' in value && typeof value.sessionId === 'string'
  return value.kind === 'account' && 'accountId' in value && typeof value.accountId === 'string'
}
