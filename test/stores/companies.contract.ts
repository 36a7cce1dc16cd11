import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addAccount, account, atOnce, company, newAccount, NOW, type Stage } from './directories.ts'

/** What every CompanyStore does. */
export function companyStoreContract(stage: () => Stage): void {
  test('companies can be named again, changed, and left out', async () => {
    const { companies, accounts } = stage().directory
    const northwind = company()
    const fabrikam = company({ kind: 'client', partnerId: northwind.id })
    await companies.sync([fabrikam, northwind])
    await companies.sync([{ ...northwind, name: 'Northwind Group' }])
    const rows = await stage().query(`select name, partner_id from companies where id = '${northwind.id}'`)
    assert.deepEqual({ ...rows[0] }, { name: 'Northwind Group', partner_id: null })
    const maria = await newAccount(stage().directory)
    await companies.sync([])
    assert.equal((await accounts.findById(maria.id))?.companyId, maria.companyId)
  })

  test('processes that start together name the same companies without waiting for each other', async () => {
    const { companies } = stage().directory
    // More than one statement takes.
    const named = Array.from({ length: 1200 }, () => company())
    await atOnce(8, (index) => companies.sync(index % 2 === 0 ? named : named.toReversed()))
    const ids = new Set((await stage().query(`select id from companies`)).map((row) => row.id))
    assert.ok(named.every(({ id }) => ids.has(id)))
  })

  test('accounts are counted by company, disabled ones left out', async () => {
    const { companies, administration } = stage().directory
    const [northwind, fabrikam, empty] = [company(), company(), company()]
    await companies.sync([northwind, fabrikam, empty])
    const people = [northwind, northwind, northwind, fabrikam].map(({ id }) => account({ companyId: id }))
    for (const one of people) await addAccount(stage().directory, one)
    await administration.change(people[0]?.id ?? '', { kind: 'disable' }, { at: NOW, actor: 'test' })
    const counts = await companies.accountCounts([northwind.id, empty.id])
    assert.equal(counts.get(northwind.id), 2)
    assert.equal(counts.get(empty.id) ?? 0, 0)
    assert.equal(counts.has(fabrikam.id), false)
    assert.equal((await companies.accountCounts([])).size, 0)
  })

  test('A21 · a mandate is latched once and keeps its first moment', async () => {
    const { companies } = stage().directory
    const { id: companyId } = company()
    assert.equal(await companies.latch(companyId), null)
    assert.equal(await companies.latchMandate({ companyId, latchedAt: NOW, latchedBy: 'ada' }, null), true)
    assert.equal(await companies.latchMandate({ companyId, latchedAt: NOW + 1, latchedBy: 'policy' }, null), false)
    assert.deepEqual(await companies.latch(companyId), { companyId, latchedAt: NOW, latchedBy: 'ada' })
  })

  test('A21 · many who latch at once leave one latch', async () => {
    const { companies } = stage().directory
    const northwind = company()
    await companies.sync([northwind])
    await atOnce(20, (index) =>
      companies.latchMandate({ companyId: northwind.id, latchedAt: NOW + index, latchedBy: `admin-${index}` }, null),
    )
    const latches = (await companies.latches()).filter(({ companyId }) => companyId === northwind.id)
    assert.equal(latches.length, 1)
    assert.deepEqual(await companies.latch(northwind.id), latches[0])
  })

  test('A21 · a latch outlives its company in the policy, and the company named anew', async () => {
    const { companies } = stage().directory
    const northwind = company()
    await companies.sync([northwind])
    await companies.latchMandate({ companyId: northwind.id, latchedAt: NOW, latchedBy: 'policy' }, null)
    await companies.sync([])
    await companies.sync([northwind])
    assert.equal((await companies.latch(northwind.id))?.latchedAt, NOW)
  })

  test('A21 · the database itself refuses to remove or change a latch', async () => {
    const { companies } = stage().directory
    const { id: companyId } = company()
    await companies.latchMandate({ companyId, latchedAt: NOW, latchedBy: 'policy' }, null)
    const refusal = /mandate_latches is append-only/
    await assert.rejects(stage().query(`delete from mandate_latches where company_id = '${companyId}'`), refusal)
    await assert.rejects(
      stage().query(`update mandate_latches set latched_at = 0 where company_id = '${companyId}'`),
      refusal,
    )
    assert.equal((await companies.latch(companyId))?.latchedAt, NOW)
  })
}
