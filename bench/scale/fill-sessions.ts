/** Fills a session store with copies of one session that somebody really has, one for each account. */
import { createClient } from 'redis'
import type { Settings } from '../../src/config/settings.ts'
import { INDEX_PREFIX, KEY_PREFIX } from '../../src/stores/sessions/redis-index.ts'
import { runWithoutTimeLimit } from './fill-directory.ts'
import { accountIdAt } from './people.ts'

const AT_ONCE = 5000

export function sessionIdAt(index: number): string {
  return `session-of-${accountIdAt(index)}`
}

/** In the file of the directory. */
export async function fillEmbeddedSessions(
  directory: Settings['stores']['directory'],
  templateId: string,
): Promise<void> {
  await runWithoutTimeLimit(
    directory,
    `insert into sessions (id, data, account_id, idle_ms, ends_at, expires_at)
     select 'session-of-' || accounts.id, replace(data, account_id, accounts.id), accounts.id, idle_ms, ends_at, expires_at
     from accounts join sessions on sessions.id = '${templateId}' where accounts.id != sessions.account_id`,
  )
}

/** A session is its text with another account's id in it; the list of an account names it. */
const COPY = `local parts = cjson.decode(ARGV[1])
for i = 4, #ARGV do
  local session = 'session-of-' .. ARGV[i]
  redis.call('SET', '${KEY_PREFIX}' .. session, table.concat(parts, ARGV[i]), 'PX', ARGV[2])
  redis.call('ZADD', '${INDEX_PREFIX}' .. ARGV[i], ARGV[3], session)
  redis.call('PEXPIRE', '${INDEX_PREFIX}' .. ARGV[i], ARGV[2])
end`

export async function fillRedisSessions(
  url: string,
  { templateId, accounts }: { templateId: string; accounts: number },
): Promise<void> {
  const redis = createClient({ url })
  await redis.connect()
  const text = (await redis.get(KEY_PREFIX + templateId)) ?? ''
  const leftMs = await redis.pTTL(KEY_PREFIX + templateId)
  const { gatehouse }: { gatehouse: { accountId: string } } = JSON.parse(text)
  const given = [JSON.stringify(text.split(gatehouse.accountId)), String(leftMs), String(Date.now() + leftMs)]
  for (let from = 0; from < accounts; from += AT_ONCE) {
    const ids = Array.from({ length: Math.min(AT_ONCE, accounts - from) }, (_, offset) => accountIdAt(from + offset))
    await redis.eval(COPY, { keys: [], arguments: [...given, ...ids] })
  }
  redis.destroy()
}
