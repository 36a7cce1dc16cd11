import type { Kysely, Transaction } from 'kysely'
import type { EpochMs } from '../../domain/account.ts'
import type { IssueResult, LookupTurn, SendLimits } from '../../domain/ports/codes.ts'
import {
  budgetReached,
  dayCounts,
  dayOf,
  endOfDay,
  lookupQuota,
  type SendAttempt,
  sendQuotas,
} from '../../domain/send-quota.ts'
import { lockAccount, lockNumber } from './locks.ts'
import { giveQuotasBack, takeQuotas } from './quotas.ts'
import type { CodeState, Schema } from './schema.ts'
import { giveDayBack, takeDays } from './send-days.ts'

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

/** What counts as sent: a code that was proved does not. */
const SENT: readonly CodeState[] = ['live', 'replaced', 'lost']
const REFUSED: readonly CodeState[] = ['withdrawn']

/** What is given back is known by its name alone; a country that had no limit has no figure to be lowered. */
const NO_MATTER: SendLimits = {
  cooldownMs: 0,
  refusedPerAccountPerHour: 0,
  perNumberPerHour: 0,
  perAccountPerDay: 0,
  lookupsPerAccountPerHour: 0,
  perAddressPerHour: 0,
  perPrefixPerHour: 0,
  perCompanyPerHour: 0,
  perCountryPerDay: 0,
  perDay: 0,
}

type Refusal = Extract<IssueResult, { issued: false }>

/** Counts a code wherever it counts, unless a limit forbids it. The caller holds the account and the number. */
export async function takeTurn(
  trx: Transaction<Schema>,
  attempt: SendAttempt,
  limits: SendLimits,
): Promise<IssueResult> {
  const refusal = await limitHit(trx, attempt, limits)
  if (refusal !== undefined) return refusal
  const { issuedAt: now } = attempt
  const quotas = sendQuotas(attempt, await companyOf(trx, attempt), limits)
  const full = await takeQuotas(trx, quotas, now)
  if (full !== null) return { issued: false, limit: full.full.limit, retryAt: full.retryAt }
  const days = await takeDays(trx, dayCounts(attempt, limits), now)
  if (days.full !== null) {
    await giveQuotasBack(trx, quotas, now)
    return { issued: false, limit: days.full.limit, retryAt: endOfDay(dayOf(now)) }
  }
  const budget = budgetReached(days.sent, limits.perDay)
  return budget === undefined ? { issued: true } : { issued: true, budget }
}

/** Asks for the same turn as a code would and leaves it, and counts the question. */
export async function beginLookup(
  trx: Transaction<Schema>,
  attempt: SendAttempt,
  limits: SendLimits,
): Promise<LookupTurn> {
  await lockAccount(trx, attempt.accountId)
  await lockNumber(trx, attempt.phone)
  const turn = await takeTurn(trx, attempt, limits)
  if (!turn.issued) return { allowed: false, limit: turn.limit, retryAt: turn.retryAt }
  await giveUnprovedBack(trx, attempt)
  await giveDaysBack(trx, attempt)
  const full = await takeQuotas(trx, [lookupQuota(attempt, limits)], attempt.issuedAt)
  return full === null ? { allowed: true } : { allowed: false, limit: full.full.limit, retryAt: full.retryAt }
}

/** Takes back what a code to an unproved number has used up. */
export async function giveUnprovedBack(trx: Transaction<Schema>, attempt: SendAttempt): Promise<void> {
  const quotas = sendQuotas(attempt, await companyOf(trx, attempt), NO_MATTER)
  await giveQuotasBack(trx, quotas, attempt.issuedAt)
}

/** Takes back what a code counted in its day. */
export async function giveDaysBack(db: Kysely<Schema>, attempt: SendAttempt): Promise<void> {
  for (const { of } of dayCounts(attempt, NO_MATTER)) await giveDayBack(db, of, attempt.issuedAt)
}

async function companyOf(trx: Transaction<Schema>, { accountId }: SendAttempt): Promise<string> {
  const row = await trx.selectFrom('accounts').select('company_id').where('id', '=', accountId).executeTakeFirst()
  return row?.company_id ?? ''
}

async function limitHit(
  trx: Transaction<Schema>,
  record: SendAttempt,
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
  { accountId, sessionHash, phone }: SendAttempt,
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
