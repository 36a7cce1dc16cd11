import type { Kysely, Transaction } from 'kysely'
import type { EpochMs } from '../../domain/account.ts'
import { type DayCount, dayOf } from '../../domain/send-quota.ts'
import type { Schema } from './schema.ts'

/** Counts one code under each name, unless one of them is full: then under none. Answers the full one, or the last figure. */
export async function takeDays(
  trx: Transaction<Schema>,
  counts: readonly DayCount[],
  now: EpochMs,
): Promise<{ full: DayCount } | { full: null; sent: number }> {
  let sent = 0
  for (const [index, count] of counts.entries()) {
    const counted = await add(trx, count, now)
    if (counted === null) {
      for (const taken of counts.slice(0, index)) await giveDayBack(trx, taken.of, now)
      return { full: count }
    }
    sent = counted
  }
  return { full: null, sent }
}

/** Takes one back that was counted at that moment. */
export async function giveDayBack(db: Kysely<Schema>, of: string, countedAt: EpochMs): Promise<void> {
  await db
    .updateTable('send_days')
    .set((eb) => ({ sent: eb('sent', '-', 1) }))
    .where('of', '=', of)
    .where('day', '=', dayOf(countedAt))
    .where('sent', '>', 0)
    .execute()
}

/** How many are counted under that name on the day of `now`. */
export async function sentInDay(db: Kysely<Schema>, of: string, now: EpochMs): Promise<number> {
  const row = await db
    .selectFrom('send_days')
    .select('sent')
    .where('of', '=', of)
    .where('day', '=', dayOf(now))
    .executeTakeFirst()
  return row?.sent ?? 0
}

/** Null when it is full. The row is held until the transaction ends. */
async function add(trx: Transaction<Schema>, { of, most }: DayCount, now: EpochMs): Promise<number | null> {
  const row = await trx
    .insertInto('send_days')
    .values({ of, day: dayOf(now), sent: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['of', 'day'])
        .doUpdateSet((eb) => ({ sent: eb('send_days.sent', '+', 1) }))
        .where('send_days.sent', '<', most),
    )
    .returning('sent')
    .executeTakeFirst()
  return row?.sent ?? null
}
