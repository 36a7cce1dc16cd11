import type { Kysely, Transaction } from 'kysely'
import type { EpochMs } from '../../domain/account.ts'
import type { QuotaStore } from '../../domain/ports/limits.ts'
import { fullUntil, type Quota, usesThatCount } from '../../domain/quota.ts'
import type { Schema } from './schema.ts'

/** Quotas over SQL: a row for each thing that is used. */
export function sqlQuotas(db: Kysely<Schema>): QuotaStore {
  return {
    take: (quotas, now) => db.transaction().execute((trx) => take(trx, quotas, now)),
    giveBack: (quotas, at) => db.transaction().execute((trx) => giveQuotasBack(trx, quotas, at)),
    async fullUntil(quotas, now) {
      const ofs = quotas.map(({ of }) => of)
      const rows = await db.selectFrom('quotas').select(['of', 'used_at']).where('of', 'in', ofs).execute()
      const usedAt = new Map(rows.map((row) => [row.of, momentsIn(row.used_at)]))
      return latest(quotas.map((quota) => fullUntil(quota, usedAt.get(quota.of) ?? [], now)))
    },
  }
}

async function take(
  trx: Transaction<Schema>,
  quotas: readonly Quota[],
  now: EpochMs,
): Promise<{ taken: true } | { taken: false; retryAt: EpochMs }> {
  const full = await takeQuotas(trx, quotas, now)
  return full === null ? { taken: true } : { taken: false, retryAt: full.retryAt }
}

/** Uses each once, unless one is full: then none, and the one that is full longest is answered. */
export async function takeQuotas<Taken extends Quota>(
  trx: Transaction<Schema>,
  quotas: readonly Taken[],
  now: EpochMs,
): Promise<{ full: Taken; retryAt: EpochMs } | null> {
  const held = await hold(trx, quotas, now)
  const full = held.flatMap(({ quota, usedAt }) => {
    const retryAt = fullUntil(quota, usedAt, now)
    return retryAt === null ? [] : [{ full: quota, retryAt }]
  })
  const longest = full.toSorted((a, b) => b.retryAt - a.retryAt)[0]
  if (longest !== undefined) return longest
  for (const { quota, usedAt } of held) {
    await write(trx, quota, [...usesThatCount(usedAt, quota.withinMs, now), now])
  }
  return null
}

export async function giveQuotasBack(trx: Transaction<Schema>, quotas: readonly Quota[], at: EpochMs): Promise<void> {
  for (const { quota, usedAt } of await hold(trx, quotas, at)) {
    const index = usedAt.indexOf(at)
    if (index >= 0) await write(trx, quota, usedAt.toSpliced(index, 1))
  }
}

/** Locks their rows, in one order for everybody, so that no two transactions wait for each other. */
async function hold<Held extends Quota>(
  trx: Transaction<Schema>,
  quotas: readonly Held[],
  now: EpochMs,
): Promise<{ quota: Held; usedAt: EpochMs[] }[]> {
  const held = []
  for (const quota of quotas.toSorted((a, b) => (a.of < b.of ? -1 : 1))) {
    const { of } = quota
    const { used_at } = await trx
      .insertInto('quotas')
      .values({ of, used_at: '', expires_at: now })
      .onConflict((conflict) => conflict.column('of').doUpdateSet({ of }))
      .returning('used_at')
      .executeTakeFirstOrThrow()
    held.push({ quota, usedAt: momentsIn(used_at) })
  }
  return held
}

async function write(trx: Transaction<Schema>, { of, withinMs }: Quota, usedAt: EpochMs[]): Promise<void> {
  const inOrder = usedAt.toSorted((a, b) => a - b)
  await trx
    .updateTable('quotas')
    .set({ used_at: inOrder.join(' '), expires_at: (inOrder.at(-1) ?? 0) + withinMs })
    .where('of', '=', of)
    .execute()
}

function momentsIn(usedAt: string): EpochMs[] {
  return usedAt === '' ? [] : usedAt.split(' ').map(Number)
}

function latest(moments: readonly (EpochMs | null)[]): EpochMs | null {
  const given = moments.filter((moment) => moment !== null)
  return given.length === 0 ? null : Math.max(...given)
}
