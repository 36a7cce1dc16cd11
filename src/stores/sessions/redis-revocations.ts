import type { Logger } from 'pino'
import type { Clock } from '../../domain/ports/clock.ts'
import type { Revocation, RevocationChannel } from '../../domain/ports/sessions.ts'
import type { RedisConnection } from '../redis/connection.ts'

/** After a gap, nobody may rely on memory until everything read before the gap was forgotten. */
const SETTLING_MS = 10_000

/** Tells every process over Redis pub/sub. */
export async function redisRevocations(redis: RedisConnection, clock: Clock, log: Logger): Promise<RevocationChannel> {
  // Channels are shared by all databases of a Redis; keys are not.
  const channel = `gatehouse:revocations:${redis.database}`
  const listeners = new Set<(revocation: Revocation) => void>()
  const tellListeners = (revocation: Revocation) => {
    for (const listener of listeners) listener(revocation)
  }
  const subscription = await redis.subscribe(channel, (message) => {
    const revocation = parse(message)
    if (revocation === undefined) log.error('a message on the revocation channel is none of ours')
    else tellListeners(revocation)
  })
  let settledAt = 0
  subscription.onHeardAgain(() => {
    settledAt = clock.now() + SETTLING_MS
  })

  return {
    async publish(revocation) {
      tellListeners(revocation)
      await redis.ask((commands) => commands.publish(channel, JSON.stringify(revocation)))
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    healthy: () => subscription.isHeard() && clock.now() >= settledAt,
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
  if (!('accountId' in value) || typeof value.accountId !== 'string') return false
  return value.kind === 'account' || (value.kind === 'credential' && 'app' in value && typeof value.app === 'string')
}
