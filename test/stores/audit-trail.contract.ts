import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  adminActor,
  type AuditEvent,
  type AuditPosition,
  type AuditSearch,
  isSearchedFor,
} from '../../src/domain/audit.ts'
import { auditWalks } from '../../src/stores/sql/audit-trail.ts'
import { addAccount, account, atOnce, newAccount, NOW, type Stage } from './directories.ts'
import { planOf, speaking } from './query-plan.ts'
import { freeReason } from '../../src/domain/audit-reason.ts'

/** What every AuditTrail does. */
export function auditTrailContract(stage: () => Stage): void {
  test('R14 · a line is written as it was given, and the database itself refuses to change or remove it', async () => {
    const { directory, query } = stage()
    const line = {
      at: NOW,
      event: 'challenge',
      accountId: 'maria',
      companyId: null,
      address: '127.0.0.2',
      requestId: 'request-1',
      outcome: 'failure',
      reason: freeReason('wrong_code\nforged line'),
      actor: 'command line: root',
    } as const
    await directory.audit.append(line)
    const columns = 'at, event, account_id, company_id, address, request_id, outcome, reason, actor'
    const written = `select ${columns} from audit_trail where account_id = 'maria'`
    const expected = {
      at: NOW,
      event: line.event,
      account_id: line.accountId,
      company_id: null,
      address: line.address,
      request_id: line.requestId,
      outcome: line.outcome,
      reason: line.reason,
      actor: line.actor,
    }
    const read = async () => (await query(written)).map((row) => ({ ...row, at: Number(row.at) }))
    assert.deepEqual(await read(), [expected])
    // Lines of other tests may be older.
    await directory.audit.expire(NOW, 1000)
    assert.deepEqual(await read(), [expected], 'as old as that is not older')
    await assert.rejects(query('delete from audit_trail'), /audit_trail is append-only/)
    await assert.rejects(query("update audit_trail set outcome = 'success'"), /audit_trail is append-only/)
    assert.deepEqual(await read(), [expected])
  })

  test('A31 · what concerns an account is of its company, whether that was said or not', async () => {
    const { directory } = stage()
    const maria = await newAccount(directory)
    await directory.audit.append(lineOf({ accountId: maria.id }))
    await directory.audit.append(lineOf({ companyId: maria.companyId }))
    await directory.audit.append(lineOf({}))
    const { lines } = await directory.audit.page(search({ companyId: maria.companyId }), { before: null, limit: 9 })
    assert.equal(lines.filter(({ event }) => event === 'sign_in').length, 2)
  })

  test('A21 · a mandate and its line in the trail are one step, once', async () => {
    const { directory } = stage()
    const { companyId, id } = await newAccount(directory)
    const asker = { address: '192.0.2.1', requestId: 'r-1' }
    const latch = { companyId, latchedAt: NOW, latchedBy: id }
    await atOnce(10, () => directory.companies.latchMandate(latch, asker))
    const wanted = search({ companyId, event: 'mandate_latched' })
    const { lines } = await directory.audit.page(wanted, { before: null, limit: 9 })
    const [found] = lines
    assert.deepEqual(lines, [
      {
        ...lineOf({ companyId, accountId: id, event: 'mandate_latched', reason: 'company_settings' }),
        ...asker,
        id: found?.id,
      },
    ])
  })

  test('searched by person, event, address and time, in any combination, newest first, page by page', async () => {
    const { directory } = stage()
    const ada = await newAccount(directory)
    const { companyId } = ada
    const maria = account({ companyId })
    await addAccount(directory, maria)
    const written = Array.from({ length: 60 }, (_, index) =>
      lineOf({
        at: NOW + Math.floor(index / 2),
        companyId,
        accountId: index % 3 === 0 ? ada.id : maria.id,
        actor: index % 5 === 0 ? adminActor(ada) : null,
        event: index % 4 === 0 ? 'challenge' : 'sign_in',
        address: index % 7 === 0 ? '192.0.2.7' : '192.0.2.1',
        requestId: String(index),
      }),
    )
    for (const one of written) await directory.audit.append(one)
    const searches: Partial<AuditSearch>[] = [
      {},
      { person: ada },
      { person: maria, event: 'challenge' },
      { event: 'challenge' },
      { address: '192.0.2.7' },
      { event: 'sign_in', address: '192.0.2.7', person: ada },
      { from: NOW + 5, until: NOW + 10 },
      { person: ada, from: NOW + 20, event: 'sign_in' },
      { address: '192.0.2.9' },
    ]
    for (const wanted of searches) {
      const asked = search({ companyId, ...wanted })
      const expected = written
        .filter(({ at }) => at >= (asked.from ?? 0) && at < (asked.until ?? Infinity))
        .filter((one, id) => isSearchedFor({ ...one, id, actor: one.actor ?? null }, asked))
        .map(({ requestId }) => requestId)
        .toReversed()
      const found: string[] = []
      let before: AuditPosition | null = null
      do {
        const page = await directory.audit.page(asked, { before, limit: 4 })
        assert.ok(page.lines.length <= 4)
        // Those without one are of the accounts that were added.
        found.push(...page.lines.flatMap(({ requestId }) => requestId ?? []))
        before = page.next
      } while (before !== null)
      assert.deepEqual(found, expected, JSON.stringify(wanted))
    }
    const elsewhere = await directory.audit.page(search({ companyId: 'another', person: ada }), {
      before: null,
      limit: 9,
    })
    assert.deepEqual(elsewhere.lines, [])
  })

  test('with 20,000 lines each search walks an index and sorts nothing; a rare find costs no more than a page', async () => {
    const { directory, query } = stage()
    const ada = await newAccount(directory)
    const { companyId } = ada
    await query(`
      insert into audit_trail (at, event, account_id, company_id, address, outcome, actor)
      with recursive n (i) as (select 1 union all select i + 1 from n where i < 20000)
      select ${NOW} + i, case when i % 3 = 0 then 'sign_in' else 'challenge' end,
        case when i % 4 = 0 then '${ada.id}' else 'person-' || (i % 1000) end,
        case when i % 2 = 0 then '${companyId}' else 'other' end,
        '192.0.2.' || (i % 4), 'success', case when i % 4 = 0 then '${adminActor(ada)}' end from n`)
    await query(stage().directory.sqlite === null ? 'analyze audit_trail' : 'analyze')
    const db = speaking(stage())
    const searches: [Partial<AuditSearch>, RegExp][] = [
      [{}, /audit_trail_by_company/],
      [{ person: ada }, /audit_trail_by_(account|actor)/],
      [{ event: 'sign_in' }, /audit_trail_by_event/],
      [{ address: '192.0.2.2' }, /audit_trail_by_address/],
      [{ person: ada, event: 'sign_in', address: '192.0.2.2' }, /audit_trail_by_(account|actor)/],
      [{ event: 'sign_in', address: '192.0.2.2' }, /audit_trail_by_address/],
    ]
    for (const [wanted, index] of searches) {
      for (const time of [{}, { from: NOW + 100, until: NOW + 18_000 }]) {
        for (const before of [null, { at: NOW + 19_000, id: 60_000 }]) {
          for (const walk of auditWalks(db, search({ companyId, ...wanted, ...time }), { before, limit: 500 })) {
            const plan = await planOf(stage(), walk.compile())
            assert.match(plan, index, plan)
            assert.doesNotMatch(plan, /Seq Scan|SCAN audit_trail|Sort|TEMP B-TREE/, plan)
          }
        }
      }
    }
    // 10,000 lines of the company are none of these: the page is given up before, and says where to go on.
    const rare = search({ companyId, event: 'sign_in', address: '192.0.2.2', person: { id: ada.id, username: '-' } })
    const page = await directory.audit.page({ ...rare, event: 'sign_out' }, { before: null, limit: 50 })
    assert.deepEqual(page.lines, [])
    assert.equal(page.next === null, false)
  })
}

function lineOf(facts: Partial<AuditEvent>): AuditEvent {
  const nothing = { accountId: null, companyId: null, address: null, requestId: null, reason: null, actor: null }
  return { at: NOW, event: 'sign_in', outcome: 'success', ...nothing, ...facts }
}

function search(wanted: Partial<AuditSearch>): AuditSearch {
  return { companyId: '', person: null, event: null, address: null, from: null, until: null, ...wanted }
}
