import { createHash } from 'node:crypto'
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { addressHolder } from '../domain/address.ts'
import type { SignInThrottle } from '../domain/ports/limits.ts'
import type { RedisCommands, RedisConnection } from './redis/connection.ts'

const LIMITS = { points: 10, duration: 600, blockDuration: 120, keyPrefix: 'gatehouse-sign-in' }

/** Counts in this process: for the embedded default. */
export function openMemoryThrottle(): SignInThrottle {
  return throttleOver(new RateLimiterMemory(LIMITS))
}

/** Counts in Redis, for all processes together. */
export function openRedisThrottle(redis: RedisConnection): SignInThrottle {
  const storeClient: Pick<RedisCommands, 'eval' | 'del' | 'multi'> = {
    eval: (script, options) => redis.now().eval(script, options),
    del: (key) => redis.now().del(key),
    multi: () => redis.now().multi(),
  }
  const limiter = new RateLimiterRedis({ ...LIMITS, storeClient, useRedisPackage: true })
  return throttleOver(limiter, (command) => redis.ask(() => command()))
}

/**
 * Ten passwords in ten minutes for one username from one address, then a wait of two minutes. Both are in the key:
 * who guesses at a name elsewhere, or invents names, slows nobody else down (R4).
 */
function throttleOver(limiter: RateLimiterAbstract, ask: Ask = (command) => command()): SignInThrottle {
  return {
    async begin(username, address) {
      const { refused, first, msBeforeNext } = await ask(() => consume(limiter, keyOf(username, address)))
      return refused
        ? { allowed: false, first, retryAfterSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)) }
        : { allowed: true }
    },
    async clear(username, address) {
      await ask(() => limiter.delete(keyOf(username, address)))
    },
  }
}

/** Sends a command, and rejects with `store_unavailable` when it is not answered. */
type Ask = <T>(command: () => Promise<T>) => Promise<T>

interface Consumed {
  refused: boolean
  first: boolean
  msBeforeNext: number
}

// The limiter rejects both when it refuses and when it fails: only the first is an answer.
async function consume(limiter: RateLimiterAbstract, key: string): Promise<Consumed> {
  try {
    const { msBeforeNext } = await limiter.consume(key)
    return { refused: false, first: false, msBeforeNext }
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    return { refused: true, first: refusal.consumedPoints === LIMITS.points + 1, msBeforeNext: refusal.msBeforeNext }
  }
}

function keyOf(username: string, address: string): string {
  return createHash('sha256')
    .update(`${addressHolder(address)}\n${username}`)
    .digest('base64url')
}
