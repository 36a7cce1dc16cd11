import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NOW, type Stage } from './directories.ts'

/** What every AuditTrail does. */
export function auditTrailContract(stage: () => Stage): void {
  test('R14 · a line is written as it was given, and the database itself refuses to change or remove it', async () => {
    const { directory, query } = stage()
    const line = {
      at: NOW,
      event: 'challenge.failed',
      accountId: 'maria',
      companyId: null,
      address: '127.0.0.2',
      requestId: 'request-1',
      outcome: 'failure',
      reason: 'wrong_code\nforged line',
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
    await assert.rejects(query('delete from audit_trail'), /audit_trail is append-only/)
    await assert.rejects(query("update audit_trail set outcome = 'success'"), /audit_trail is append-only/)
    assert.deepEqual(await read(), [expected])
  })
}
