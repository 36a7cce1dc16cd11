import { RedisStore } from 'connect-redis'
import type { Logger } from 'pino'
import type { RedisSettings } from '../../config/settings.ts'
import { connectRedis, type RedisConnection } from '../redis/connection.ts'
import { gateSessionOf, lifetimeOf, tombstoneMs } from './lifetime.ts'
import { redisRevocations } from './redis-revocations.ts'
import { ENDED, KEY_PREFIX, listSession, sessionsOf } from './redis-index.ts'
import type { SessionStore, SessionStoreOptions } from './session-store.ts'

/** A key that never is: reading it shows that Redis answers for keys, which a PING does not show of a cluster. */
const PROBE = 'gatehouse:probe'

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
  const keys = sessionKeys(redis, { limits, clock })
  const leftMs = (stored: unknown) => lifetimeOf(stored, limits, clock.now()).leftMs
  const check = async () => {
    await redis.ask((commands) => commands.get(PROBE))
  }
  return {
    redis,
    expressStore: new RedisStore({ client: keys, prefix: KEY_PREFIX, ttl: (session) => leftMs(session) / 1000 }),
    reader: {
      read: async (id) => gateSessionOf(await load(keys, id)),
      leftMs: (id) => keys.leftMs(KEY_PREFIX + id),
      async touch(id) {
        const stored = await load(keys, id)
        if (stored !== undefined) await keys.expire(KEY_PREFIX + id, leftMs(stored) / 1000)
      },
      check,
    },
    revocations,
    ofAccount: {
      of: (accountId) => sessionsOf(redis, accountId, { limits, now: clock.now() }),
      end: (id) => keys.del([KEY_PREFIX + id]),
    },
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
function sessionKeys(redis: RedisConnection, { limits, clock }: SessionStoreOptions) {
  return {
    async get(key: string): Promise<string | null> {
      const text = await redis.ask((commands) => commands.get(key))
      return text === ENDED ? null : text
    },
    async leftMs(key: string): Promise<number> {
      const [text, leftMs] = await Promise.all([this.get(key), redis.ask((commands) => commands.pTTL(key))])
      return text === null ? 0 : Math.max(0, leftMs)
    },
    async set(key: string, text: string, { expiration }: { expiration: { value: number } }): Promise<void> {
      const leftMs = wholeMs(expiration.value)
      // Before it is saved: what is listed and gone does no harm, what is there and not listed would never be seen.
      await listSession(redis, key.slice(KEY_PREFIX.length), JSON.parse(text), { limits, now: clock.now() })
      await redis.ask((commands) => commands.eval(SAVE, { keys: [key], arguments: [text, leftMs] }))
    },
    async expire(key: string, seconds: number): Promise<void> {
      await redis.ask((commands) => commands.eval(RESTART_IDLE, { keys: [key], arguments: [wholeMs(seconds)] }))
    },
    async del(keys: string[]): Promise<void> {
      const expiration = { type: 'PX', value: tombstoneMs(limits) } as const
      await Promise.all(keys.map((key) => redis.ask((commands) => commands.set(key, ENDED, { expiration }))))
    },
  }
}

function wholeMs(seconds: number): string {
  return String(Math.max(0, Math.round(seconds * 1000)))
}
