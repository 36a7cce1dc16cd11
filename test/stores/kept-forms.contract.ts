import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { KeptForm } from '../../src/domain/ports/kept-forms.ts'
import { atOnce, NOW, type Stage } from './directories.ts'

/** What every store of forms that wait for a proof does. */
export function keptFormStoreContract(stage: () => Stage): void {
  test('R7 · a form is found by its own session and id, until it is taken', async () => {
    const { keptForms } = stage().directory
    const form = keptForm()
    await keptForms.keep(form)
    assert.deepEqual(await keptForms.find(form, NOW), form)
    assert.equal(await keptForms.find({ ...form, holderHash: 'another' }, NOW), null)
    assert.equal(await keptForms.find({ ...form, id: randomUUID() }, NOW), null)
    assert.equal(await keptForms.take({ ...form, holderHash: 'another' }, NOW), null)
    assert.equal(await keptForms.take({ ...form, id: randomUUID() }, NOW), null)
    assert.deepEqual(await keptForms.take(form, NOW), form)
    assert.equal(await keptForms.find(form, NOW), null)
  })

  test('R7 · of many who take it at once, one gets it', async () => {
    const { keptForms } = stage().directory
    const form = keptForm()
    await keptForms.keep(form)
    const taken = await atOnce(20, () => keptForms.take(form, NOW))
    assert.equal(taken.filter((one) => one !== null).length, 1)
  })

  test('a session keeps one: the next takes its place', async () => {
    const { keptForms } = stage().directory
    const first = keptForm()
    const second = { ...keptForm(), holderHash: first.holderHash }
    await keptForms.keep(first)
    await keptForms.keep(second)
    assert.equal(await keptForms.take(first, NOW), null)
    assert.deepEqual(await keptForms.take(second, NOW), second)
  })

  test('what waited too long is neither found nor taken, and is swept away', async () => {
    const { directory, query } = stage()
    const [late, waiting] = [keptForm({ expiresAt: NOW + 1 }), keptForm({ expiresAt: NOW + 2 })]
    await directory.keptForms.keep(late)
    await directory.keptForms.keep(waiting)
    assert.equal(await directory.keptForms.find(late, NOW + 1), null)
    assert.equal(await directory.keptForms.take(late, NOW + 1), null)
    await directory.sweep(NOW + 1)
    const ids = (await query('select id from kept_forms')).map(({ id }) => id)
    assert.ok(!ids.includes(late.id))
    assert.ok(ids.includes(waiting.id))
  })
}

function keptForm(changes: Partial<KeptForm> = {}): KeptForm {
  return { id: randomUUID(), holderHash: randomUUID(), sealed: 'v1.key.sealed', expiresAt: NOW + 900_000, ...changes }
}
