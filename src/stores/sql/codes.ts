import type { Kysely, Selectable, Transaction } from 'kysely'
import type { EpochMs } from '../../domain/account.ts'
import type { CodeRecord, CodeStore, IssueResult, SendLimits, TryResult } from '../../domain/ports/codes.ts'
import { BUDGET } from '../../domain/send-quota.ts'
import { lockAccount, lockNumber } from './locks.ts'
import type { CodesTable, Schema } from './schema.ts'
import { sentInDay } from './send-days.ts'
import { beginLookup, giveDaysBack, giveUnprovedBack, takeTurn } from './send-limits.ts'

/** One-time codes over SQL. */
export function sqlCodes(db: Kysely<Schema>): CodeStore {
  return {
    issue: (record, limits) => db.transaction().execute((trx) => issue(trx, record, limits)),
    beginLookup: (attempt, limits) => db.transaction().execute((trx) => beginLookup(trx, attempt, limits)),
    sentInDay: (now) => sentInDay(db, BUDGET, now),
    async withdraw(codeId, mayHaveBeenSent) {
      const ended = await db
        .updateTable('codes')
        .set({ state: mayHaveBeenSent ? 'lost' : 'withdrawn' })
        .where('id', '=', codeId)
        .where('state', 'in', ['live', 'replaced'])
        .returningAll()
        .executeTakeFirst()
      // Nothing was sent and nothing is to be paid; as an attempt it counts on.
      if (ended?.state === 'withdrawn') await giveDaysBack(db, recordOf(ended))
    },
    async failedChannels({ accountId, sessionHash, phone }, since) {
      const rows = await db
        .selectFrom('codes')
        .select('channel')
        .distinct()
        .where('account_id', '=', accountId)
        .where('session_hash', '=', sessionHash)
        .where('phone', '=', phone)
        .where('state', 'in', ['withdrawn', 'lost'])
        .where('issued_at', '>', since)
        .execute()
      return rows.map(({ channel }) => channel)
    },
    async keepReceipt(codeId, { carrier, reference }) {
      await db.updateTable('codes').set({ carrier, carrier_reference: reference }).where('id', '=', codeId).execute()
    },
    async receipt(codeId) {
      const row = await db
        .selectFrom('codes')
        .select(['carrier', 'carrier_reference'])
        .where('id', '=', codeId)
        .executeTakeFirst()
      return row === undefined || row.carrier === null
        ? null
        : { carrier: row.carrier, reference: row.carrier_reference }
    },
    countTry: (codeId, now) => countTry(db, codeId, now),
    async use(codeId, now) {
      const used = await db
        .updateTable('codes')
        .set({ state: 'used' })
        .where('id', '=', codeId)
        .where('state', '=', 'live')
        .where('expires_at', '>', now)
        .returningAll()
        .executeTakeFirst()
      if (used !== undefined) await giveTurnBack(db, used)
      return used !== undefined
    },
  }
}

async function issue(trx: Transaction<Schema>, record: CodeRecord, limits: SendLimits): Promise<IssueResult> {
  await lockAccount(trx, record.accountId)
  await lockNumber(trx, record.phone)
  const turn = await takeTurn(trx, record, limits)
  if (!turn.issued) return turn
  await trx
    .updateTable('codes')
    .set({ state: 'replaced' })
    .where('account_id', '=', record.accountId)
    .where('state', '=', 'live')
    .execute()
  await trx
    .insertInto('codes')
    .values({
      id: record.id,
      account_id: record.accountId,
      session_hash: record.sessionHash,
      purpose: record.purpose,
      channel: record.channel,
      phone: record.phone,
      code_hash: record.codeHash,
      issued_at: record.issuedAt,
      expires_at: record.expiresAt,
      tries_left: record.triesLeft,
      state: 'live',
      carrier: null,
      carrier_reference: null,
      address: record.address,
      country: record.country,
    })
    .execute()
  return turn
}

/** It is proved: whoever asked for it meant to get it. Not with the use, which must hold whatever comes of this. */
async function giveTurnBack(db: Kysely<Schema>, code: Selectable<CodesTable>): Promise<void> {
  if (code.purpose !== 'enrollment') return
  await db.transaction().execute((trx) => giveUnprovedBack(trx, recordOf(code)))
}

async function countTry(db: Kysely<Schema>, codeId: string, now: EpochMs): Promise<TryResult> {
  const counted = await db
    .updateTable('codes')
    .set((eb) => ({ tries_left: eb('tries_left', '-', 1) }))
    .where('id', '=', codeId)
    .where('state', '=', 'live')
    .where('expires_at', '>', now)
    .where('tries_left', '>', 0)
    .returningAll()
    .executeTakeFirst()
  if (counted !== undefined) return { kind: 'counted', record: recordOf(counted) }
  return whyNotCounted(db, codeId, now)
}

async function whyNotCounted(db: Kysely<Schema>, codeId: string, now: EpochMs): Promise<TryResult> {
  const code = await db.selectFrom('codes').selectAll().where('id', '=', codeId).executeTakeFirst()
  if (code?.state !== 'live') return { kind: 'unknown' }
  return code.expires_at <= now ? { kind: 'expired' } : { kind: 'no_tries_left' }
}

function recordOf(row: Selectable<CodesTable>): CodeRecord {
  return {
    id: row.id,
    accountId: row.account_id,
    sessionHash: row.session_hash,
    purpose: row.purpose,
    channel: row.channel,
    phone: row.phone,
    codeHash: row.code_hash,
    issuedAt: row.issued_at,
    expiresAt: row.expires_at,
    triesLeft: row.tries_left,
    address: row.address ?? '',
    country: row.country ?? '',
  }
}
