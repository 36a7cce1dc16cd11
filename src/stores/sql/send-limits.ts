import type { Transaction } from 'kysely'
import type { EpochMs } from '../../domain/account.ts'
import type { CodeRecord, IssueResult, SendLimits } from '../../domain/ports.ts'
import type { CodeState, Schema } from './schema.ts'

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

/** What counts as sent: a code that was proved does not. */
const SENT: readonly CodeState[] = ['live', 'replaced', 'lost']
const REFUSED: readonly CodeState[] = ['withdrawn']

type Refusal = Extract<IssueResult, { issued: false }>

/** Which limit forbids sending `record` now, if any. The caller holds the account and the number. */
export async function sendLimitHit(
  trx: Transaction<Schema>,
  record: CodeRecord,
  limits: SendLimits,
): Promise<Refusal | undefined> {
  const { accountId, phone, issuedAt: now } = record

  const cooledAt = await cooldownEndsAt(trx, record, limits.cooldownMs)
  if (cooledAt > now) return { issued: false, limit: 'cooldown', retryAt: cooledAt }

  const refused = await issuedSince(
    trx,
    { account_id: accountId },
    REFUSED,
    now - HOUR_MS,
    limits.refusedPerAccountPerHour,
  )
  const askedAgainAt = freeAt(refused, limits.refusedPerAccountPerHour, HOUR_MS, now)
  if (askedAgainAt > now) return { issued: false, limit: 'refused', retryAt: askedAgainAt }

  // Of a number that is this account's own, only its own codes count: nobody else can use its owner's up.
  const toNumber = record.purpose === 'enrollment' ? { phone } : { phone, account_id: accountId }
  const inHour = await issuedSince(trx, toNumber, SENT, now - HOUR_MS, limits.perNumberPerHour)
  const numberFreeAt = freeAt(inHour, limits.perNumberPerHour, HOUR_MS, now)
  if (numberFreeAt > now) return { issued: false, limit: 'number', retryAt: numberFreeAt }

  const inDay = await issuedSince(trx, { account_id: accountId }, SENT, now - DAY_MS, limits.perAccountPerDay)
  const accountFreeAt = freeAt(inDay, limits.perAccountPerDay, DAY_MS, now)
  if (accountFreeAt > now) return { issued: false, limit: 'account', retryAt: accountFreeAt }
  return undefined
}

async function cooldownEndsAt(
  trx: Transaction<Schema>,
  { accountId, sessionHash, phone }: CodeRecord,
  cooldownMs: number,
): Promise<EpochMs> {
  const last = await trx
    .selectFrom('codes')
    .select('issued_at')
    .where('account_id', '=', accountId)
    .where('session_hash', '=', sessionHash)
    .where('phone', '=', phone)
    .where('state', 'not in', ['withdrawn', 'lost'])
    .orderBy('issued_at', 'desc')
    .executeTakeFirst()
  return last === undefined ? 0 : last.issued_at + cooldownMs
}

/** When the newest codes in these states were issued, newest first, at most `limit` of them. */
async function issuedSince(
  trx: Transaction<Schema>,
  to: { phone?: string; account_id?: string },
  states: readonly CodeState[],
  since: EpochMs,
  limit: number,
): Promise<EpochMs[]> {
  const rows = await trx
    .selectFrom('codes')
    .select('issued_at')
    .where((eb) => eb.and(to))
    .where('state', 'in', states)
    .where('issued_at', '>', since)
    .orderBy('issued_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => row.issued_at)
}

/** The moment at which fewer than `limit` codes count: when the oldest of the newest `limit` leaves the window. */
function freeAt(sentAt: EpochMs[], limit: number, windowMs: number, now: EpochMs): EpochMs {
  if (sentAt.length < limit) return now
  return (sentAt.at(-1) ?? now) + windowMs
}
