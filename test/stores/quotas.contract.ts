import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Quota } from '../../src/domain/quota.ts'
import { atOnce, NOW, type Stage } from './directories.ts'

const MINUTE = 60_000

/** What every store of quotas does. */
export function quotaStoreContract(stage: () => Stage): void {
  test('R6 · of many who take at once, as many get it as there is room for', async () => {
    const { quotas } = stage().directory
    const [few, many] = [quota(5), quota(50)]
    // In both orders: nobody may wait for somebody who waits.
    const takes = await atOnce(20, (index) => quotas.take(index % 2 === 0 ? [few, many] : [many, few], NOW))
    assert.equal(takes.filter(({ taken }) => taken).length, 5)
    assert.deepEqual(await quotas.take([few], NOW), { taken: false, retryAt: NOW + MINUTE })
    const left = await atOnce(60, () => quotas.take([many], NOW))
    assert.equal(left.filter(({ taken }) => taken).length, 45, 'what was refused used up nothing')
  })

  test('there is room again as uses leave the stretch, and the latest of several quotas decides', async () => {
    const { quotas } = stage().directory
    const [short, long] = [quota(1), { ...quota(2), withinMs: 10 * MINUTE }]
    assert.equal(await quotas.fullUntil([short, long], NOW), null)
    assert.deepEqual(await quotas.take([short, long], NOW), { taken: true })
    assert.equal(await quotas.fullUntil([short, long], NOW + 1), NOW + MINUTE)
    assert.equal((await quotas.take([short, long], NOW + MINUTE - 1)).taken, false)
    assert.deepEqual(await quotas.take([short, long], NOW + MINUTE), { taken: true })
    assert.equal(await quotas.fullUntil([short, long], NOW + MINUTE), NOW + 10 * MINUTE)
  })

  test('what is given back can be taken again; a sweep takes what counts no more, and nothing else', async () => {
    const { quotas } = stage().directory
    const [one, other] = [quota(1), quota(1)]
    await quotas.take([one, other], NOW)
    await quotas.giveBack([one], NOW)
    await quotas.giveBack([one], NOW)
    assert.deepEqual(await quotas.take([one], NOW + 1), { taken: true })
    assert.equal((await quotas.take([one], NOW + 1)).taken, false)
    await stage().directory.sweep(NOW + MINUTE)
    assert.equal(await quotas.fullUntil([one], NOW + MINUTE), NOW + 1 + MINUTE)
    const rows = await stage().query(`select of from quotas where of in ('${one.of}', '${other.of}')`)
    assert.deepEqual(
      rows.map(({ of }) => of),
      [one.of],
    )
  })
}

function quota(most: number): Quota {
  return { of: randomUUID(), most, withinMs: MINUTE }
}
