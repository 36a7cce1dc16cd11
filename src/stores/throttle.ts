import { createHash } from 'node:crypto'
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { storeUnavailable } from '../domain/errors.ts'
import type { SignInThrottle } from '../domain/ports.ts'

const LIMITS = { points: 10, duration: 600, blockDuration: 120, keyPrefix: 'gatehouse-sign-in' }

/** Counts in this process: for the embedded default. */
export function openMemoryThrottle(): SignInThrottle {
  return throttleOver(new RateLimiterMemory(LIMITS))
}

/** Counts in Redis, over a connected node-redis client, for all processes together. */
export function openRedisThrottle(client: unknown): SignInThrottle {
  return throttleOver(new RateLimiterRedis({ ...LIMITS, storeClient: client, useRedisPackage: true }))
}

/**
 * Ten passwords in ten minutes for one username from one address, then a wait of two minutes. Both are in the key:
 * who guesses at a name elsewhere, or invents names, slows nobody else down (R4).
 */
function throttleOver(limiter: RateLimiterAbstract): SignInThrottle {
  return {
    async begin(username, address) {
      try {
        await limiter.consume(keyOf(username, address))
        return { allowed: true }
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw storeUnavailable(refusal)
        return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) }
      }
    },
    async clear(username, address) {
      try {
        await limiter.delete(keyOf(username, address))
      } catch (error) {
        throw storeUnavailable(error)
      }
    },
  }
}

function keyOf(username: string, address: string): string {
  const place = address.includes(':') ? first64Bits(address) : address
  return createHash('sha256').update(`${place}\n${username}`).digest('base64url')
}

// Whoever has one IPv6 address has the 2^64 around it: all of those count as one.
function first64Bits(address: string): string {
  const [left, right] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''))
  const zeros = 8 - (left?.length ?? 0) - (right?.length ?? 0)
  return [...(left ?? []), ...Array<string>(zeros).fill('0'), ...(right ?? [])].slice(0, 4).join(':')
}
