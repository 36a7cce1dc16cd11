import { type Insertable, type Kysely, type Selectable, sql, type Transaction } from 'kysely'
import type { EpochMs } from '../../domain/account.ts'
import {
  adminActor,
  type AuditEvent,
  type AuditLine,
  type AuditPosition,
  type AuditSearch,
  isSearchedFor,
} from '../../domain/audit.ts'
import type { AuditTrail } from '../../domain/ports/audit-trail.ts'
import type { AuditTable, Schema } from './schema.ts'

/** Where each line is looked at, so many are read at a time, and so many times, before a page is given as it is. */
const READ_AT_ONCE = 500
const READS_PER_PAGE = 4

/** The audit trail over SQL. The database itself refuses changes to what is written. */
export function sqlAuditTrail(db: Kysely<Schema>): AuditTrail {
  return {
    append: (event) => appendLine(db, event),
    page: (search, place) => page(db, search, place),
    expire: (horizon, limit) => db.transaction().execute((trx) => expire(trx, horizon, limit)),
    async claimRetention(now, everyMs) {
      const { numUpdatedRows } = await db
        .updateTable('audit_retention')
        .set({ claimed_at: now })
        .where('claimed_at', '<=', now - everyMs)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
    async ofAccount(accountId, { events, limit }) {
      const rows = await db
        .selectFrom('audit_trail')
        .selectAll()
        .where('account_id', '=', accountId)
        .where('event', 'in', events)
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(lineOf)
    },
  }
}

/** Within a transaction, the line is written with what else it does, or not at all. */
export async function appendLine(db: Kysely<Schema>, event: AuditEvent): Promise<void> {
  await db
    .insertInto('audit_trail')
    .values((eb) => ({
      ...auditRow(event),
      company_id: event.companyId ?? eb.selectFrom('accounts').select('company_id').where('id', '=', event.accountId),
    }))
    .execute()
}

export function auditRow(event: AuditEvent): Insertable<AuditTable> {
  return {
    at: event.at,
    event: event.event,
    account_id: event.accountId,
    company_id: event.companyId,
    address: event.address,
    request_id: event.requestId,
    outcome: event.outcome,
    reason: event.reason,
    actor: event.actor ?? null,
  }
}

/**
 * Walks the index of one thing that is searched for, and looks at each line for the others, so many lines and no more:
 * a page costs the same however long the trail is. `next` is where to go on, null at the end.
 */
async function page(
  db: Kysely<Schema>,
  search: AuditSearch,
  { before, limit }: { before: AuditPosition | null; limit: number },
): Promise<{ lines: AuditLine[]; next: AuditPosition | null }> {
  const lines: AuditLine[] = []
  const conditions = [search.person, search.event, search.address].filter((one) => one !== null)
  const atOnce = conditions.length > 1 ? READ_AT_ONCE : limit + 1
  let position = before
  for (let reads = 0; reads < READS_PER_PAGE; reads += 1) {
    const read = await linesBefore(db, search, { before: position, limit: atOnce })
    for (const line of read) {
      // Only when there is one more: the last page offers none behind it.
      if (isSearchedFor(line, search)) {
        if (lines.length === limit) return { lines, next: position }
        lines.push(line)
      }
      position = line
    }
    if (read.length < atOnce) return { lines, next: null }
  }
  return { lines, next: position }
}

async function linesBefore(
  db: Kysely<Schema>,
  search: AuditSearch,
  from: { before: AuditPosition | null; limit: number },
): Promise<AuditLine[]> {
  const walks = await Promise.all(auditWalks(db, search, from).map((walk) => walk.execute()))
  const [first = [], ...others] = walks.map((rows) => rows.map(lineOf))
  if (others.length === 0) return first
  const ids = new Set(first.map(({ id }) => id))
  const all = [...first, ...others.flat().filter(({ id }) => !ids.has(id))]
  return all.sort((a, b) => b.at - a.at || b.id - a.id).slice(0, from.limit)
}

/** Each walks one index. Of a person there are two: what concerns them, and what they did as an admin. */
export function auditWalks(
  db: Kysely<Schema>,
  { companyId, person, address, event, from, until }: AuditSearch,
  { before, limit }: { before: AuditPosition | null; limit: number },
) {
  const walk = db
    .selectFrom('audit_trail')
    .selectAll()
    .$if(from !== null, (lines) => lines.where('at', '>=', from))
    .$if(until !== null, (lines) => lines.where('at', '<', until))
    .$if(before !== null, (lines) => lines.where(sql<boolean>`(at, id) < (${before?.at}, ${before?.id})`))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
  if (person !== null) return [walk.where('account_id', '=', person.id), walk.where('actor', '=', adminActor(person))]
  const ofCompany = walk.where('company_id', '=', companyId)
  if (address !== null) return [ofCompany.where('address', '=', address)]
  return [event === null ? ofCompany : ofCompany.where('event', '=', event)]
}

/** In the order in which they were written, by which the oldest are found without an index of their own. */
async function expire(trx: Transaction<Schema>, horizon: EpochMs, limit: number): Promise<number> {
  // The database lets lines go for as long as this stands here; other transactions never see it.
  await trx.updateTable('audit_retention').set({ horizon }).execute()
  const oldest = trx.selectFrom('audit_trail').select(['id', 'at']).orderBy('id').limit(limit).as('oldest')
  const { numDeletedRows } = await trx
    .deleteFrom('audit_trail')
    .where('id', 'in', trx.selectFrom(oldest).select('oldest.id').where('oldest.at', '<', horizon))
    .executeTakeFirst()
  await trx.updateTable('audit_retention').set({ horizon: 0 }).execute()
  return Number(numDeletedRows)
}

function lineOf(row: Selectable<AuditTable>): AuditLine {
  return {
    id: row.id,
    at: row.at,
    event: row.event,
    accountId: row.account_id,
    companyId: row.company_id,
    address: row.address,
    requestId: row.request_id,
    outcome: row.outcome,
    reason: row.reason,
    actor: row.actor,
  }
}
