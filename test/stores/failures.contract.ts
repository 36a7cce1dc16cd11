import assert from 'node:assert/strict'
import { test } from 'node:test'
import { atOnce, newAccount, NOW, type Stage } from './directories.ts'

const SECOND = 1000
const DAY = 24 * 60 * 60 * SECOND

/** What every FailureStore does. */
export function failureStoreContract(stage: () => Stage): void {
  test('R3 · every fifth failure in a row brings a longer wait, and success ends it', async () => {
    const { failures } = stage().directory
    const { id } = await newAccount(stage().directory)
    for (let failed = 0; failed < 5; failed++) assert.deepEqual(await failures.begin(id, NOW), { allowed: true })
    const over = NOW + 30 * SECOND
    assert.deepEqual(await failures.begin(id, NOW), { allowed: false, retryAt: over })
    assert.deepEqual(await failures.begin(id, over - 1), { allowed: false, retryAt: over })
    for (let failed = 5; failed < 10; failed++) assert.deepEqual(await failures.begin(id, over), { allowed: true })
    assert.deepEqual(await failures.begin(id, over), { allowed: false, retryAt: over + 60 * SECOND })
    await failures.clear(id)
    assert.deepEqual(await failures.begin(id, over), { allowed: true })
  })

  test('R3 · tries that are made at once are counted before they are looked at', async () => {
    const { failures } = stage().directory
    const { id } = await newAccount(stage().directory)
    const tries = await atOnce(100, () => failures.begin(id, NOW))
    assert.equal(tries.filter(({ allowed }) => allowed).length, 5)
  })

  test('R3 · a hundred failures in a row are the end, until something clears them', async () => {
    const { failures } = stage().directory
    const { id } = await newAccount(stage().directory)
    let allowed = 0
    for (let day = 0; day < 30; day++) {
      for (let one = 0; one < 10; one++) if ((await failures.begin(id, NOW + day * DAY)).allowed) allowed++
    }
    assert.equal(allowed, 100)
    const later = NOW + 1000 * DAY
    assert.deepEqual(await failures.begin(id, later), { allowed: false, retryAt: later + DAY })
    await failures.clear(id)
    assert.deepEqual(await failures.begin(id, later), { allowed: true })
  })

  test('R10 · from the third failure on one caller is told to report them, once until something clears them', async () => {
    const { failures } = stage().directory
    const { id } = await newAccount(stage().directory)
    const other = await newAccount(stage().directory)
    assert.equal(await failures.report(id, NOW), false)
    for (const expected of [false, false, true, false]) {
      await failures.begin(id, NOW)
      const answers = await atOnce(20, () => failures.report(id, NOW))
      assert.equal(answers.filter(Boolean).length, expected ? 1 : 0)
    }
    assert.equal(await failures.report(other.id, NOW), false)
    await failures.clear(id)
    await atOnce(3, () => failures.begin(id, NOW))
    assert.equal(await failures.report(id, NOW), true)
  })

  test("R3 · one account's failures are not another's", async () => {
    const { failures } = stage().directory
    const [maria, carl] = [await newAccount(stage().directory), await newAccount(stage().directory)]
    await atOnce(6, () => failures.begin(maria.id, NOW))
    assert.deepEqual(await failures.begin(carl.id, NOW), { allowed: true })
  })
}
