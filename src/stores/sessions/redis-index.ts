import type { EpochMs } from '../../domain/account.ts'
import type { StoredSession } from '../../domain/ports/sessions.ts'
import type { SessionLimits } from '../../domain/session.ts'
import type { RedisConnection } from '../redis/connection.ts'
import { gateSessionOf, lastUsedAt, lifetimeOf, tombstoneMs } from './lifetime.ts'
import { MOST_LISTED } from './session-store.ts'

export const KEY_PREFIX = 'gatehouse:session:'
/** Stands where a destroyed session stood: a request that still holds the session saves it when it is done. */
export const ENDED = 'ended'
/** A sorted set for each account: its sessions, by when they end whatever their use. */
export const INDEX_PREFIX = 'gatehouse:sessions-of:'

/** Adds a session, and takes out those that are over. */
const LIST = `redis.call('ZADD', KEYS[1], ARGV[1], ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[3])
return redis.call('PEXPIRE', KEYS[1], ARGV[4])`

const LISTED = `return redis.call('ZREVRANGE', KEYS[1], 0, ARGV[1])`

const READ = `return { redis.call('GET', KEYS[1]), redis.call('PTTL', KEYS[1]) }`

interface Moment {
  limits: SessionLimits
  now: EpochMs
}

/** Puts a session that somebody signed in to on the list of its account. */
export async function listSession(
  redis: RedisConnection,
  id: string,
  stored: unknown,
  { limits, now }: Moment,
): Promise<void> {
  const session = gateSessionOf(stored)
  if (session === undefined) return
  const { endsAt } = lifetimeOf(stored, limits, now)
  const values = [endsAt, id, now, tombstoneMs(limits)].map(String)
  await redis.ask((commands) => commands.eval(LIST, { keys: [INDEX_PREFIX + session.accountId], arguments: values }))
}

/** What is listed and still there. */
export async function sessionsOf(redis: RedisConnection, accountId: string, moment: Moment): Promise<StoredSession[]> {
  const listed = await redis.ask((commands) =>
    commands.eval(LISTED, { keys: [INDEX_PREFIX + accountId], arguments: [String(MOST_LISTED - 1)] }),
  )
  const ids = Array.isArray(listed) ? listed.map(String) : []
  const found = await Promise.all(ids.map((id) => storedSession(redis, id, moment)))
  return found.flatMap((session) => session ?? []).toSorted((a, b) => b.lastUsedAt - a.lastUsedAt)
}

async function storedSession(
  redis: RedisConnection,
  id: string,
  { limits, now }: Moment,
): Promise<StoredSession | null> {
  const read = await redis.ask((commands) => commands.eval(READ, { keys: [KEY_PREFIX + id], arguments: [] }))
  if (!Array.isArray(read)) return null
  const [text, leftMs] = read
  if (typeof text !== 'string' || text === ENDED) return null
  const stored: unknown = JSON.parse(text)
  const session = gateSessionOf(stored)
  if (session === undefined) return null
  const { idleMs } = lifetimeOf(stored, limits, now)
  return { id, session, lastUsedAt: lastUsedAt(session, { expiresAt: now + Number(leftMs), idleMs, now }) }
}
