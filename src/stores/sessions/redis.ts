import { RedisStore } from 'connect-redis'
import type { Logger } from 'pino'
import type { RedisSettings } from '../../config/settings.ts'
import { connectRedis, type RedisConnection } from '../redis/connection.ts'
import { gateSessionOf, lifetimeOf, tombstoneMs } from './lifetime.ts'
import { redisRevocations } from './redis-revocations.ts'
import type { SessionStore, SessionStoreOptions } from './session-store.ts'

const KEY_PREFIX = 'gatehouse:session:'
/** A key that never is: reading it shows that Redis answers for keys, which a PING does not show of a cluster. */
const PROBE = 'gatehouse:probe'

/** Stands where a destroyed session stood: a request that still holds the session saves it when it is done. */
const ENDED = 'ended'

const SAVE = `if redis.call('GET', KEYS[1]) == '${ENDED}' then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`

const RESTART_IDLE = `if redis.call('GET', KEYS[1]) == '${ENDED}' then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[1])`

/**
 * Sessions in Redis, shared by any number of processes. Idle time is Redis' own.
 * Rejects with `store_unavailable` when Redis cannot be reached at the start.
 */
export async function openRedisSessions(
  settings: RedisSettings,
  { limits, clock, log }: SessionStoreOptions & { log: Logger },
): Promise<SessionStore & { redis: RedisConnection }> {
  const redis = await connectRedis(settings, log)
  const revocations = await redisRevocations(redis, clock, log).catch((error: unknown) => {
    redis.close()
    throw error
  })
  const keys = sessionKeys(redis, tombstoneMs(limits))
  const leftMs = (stored: unknown) => lifetimeOf(stored, limits, clock.now()).leftMs
  const check = async () => {
    await redis.ask((commands) => commands.get(PROBE))
  }
  return {
    redis,
    expressStore: new RedisStore({ client: keys, prefix: KEY_PREFIX, ttl: (session) => leftMs(session) / 1000 }),
    reader: {
      read: async (id) => gateSessionOf(await load(keys, id)),
      async touch(id) {
        const stored = await load(keys, id)
        if (stored !== undefined) await keys.expire(KEY_PREFIX + id, leftMs(stored) / 1000)
      },
      check,
    },
    revocations,
    check,
    // Redis removes by itself what has expired.
    sweep: () => Promise.resolve(),
    close: () => Promise.resolve(redis.close()),
  }
}

async function load(keys: SessionKeys, id: string): Promise<unknown> {
  const text = await keys.get(KEY_PREFIX + id)
  return text === null ? undefined : JSON.parse(text)
}

type SessionKeys = ReturnType<typeof sessionKeys>

/** The commands that RedisStore sends, with tombstones and to the millisecond: its seconds may be fractions. */
function sessionKeys(redis: RedisConnection, tombstoneLastsMs: number) {
  return {
    async get(key: string): Promise<string | null> {
      const text = await redis.ask((commands) => commands.get(key))
      return text === ENDED ? null : text
    },
    async set(key: string, text: string, { expiration }: { expiration: { value: number } }): Promise<void> {
      const leftMs = wholeMs(expiration.value)
      await redis.ask((commands) => commands.eval(SAVE, { keys: [key], arguments: [text, leftMs] }))
    },
    async expire(key: string, seconds: number): Promise<void> {
      await redis.ask((commands) => commands.eval(RESTART_IDLE, { keys: [key], arguments: [wholeMs(seconds)] }))
    },
    async del(keys: string[]): Promise<void> {
      const expiration = { type: 'PX', value: tombstoneLastsMs } as const
      await Promise.all(keys.map((key) => redis.ask((commands) => commands.set(key, ENDED, { expiration }))))
    },
  }
}

function wholeMs(seconds: number): string {
  return String(Math.max(0, Math.round(seconds * 1000)))
}
