import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACTIVITY_EVENTS, activityOf } from '../../src/domain/activity.ts'
import type { AuditLine } from '../../src/domain/audit.ts'

const EVENT: AuditLine = {
  id: 1,
  at: 1,
  event: 'sign_in',
  accountId: 'maria',
  companyId: 'northwind',
  address: '192.0.2.7',
  requestId: 'request-1',
  outcome: 'success',
  reason: null,
  actor: null,
}

test('R14 · what a person did is told with the address it came from', () => {
  assert.deepEqual(activityOf(EVENT), { at: 1, kind: 'signed_in', by: 'owner', reason: null, address: '192.0.2.7' })
  assert.equal(activityOf({ ...EVENT, outcome: 'failure' })?.kind, 'password_wrong')
  assert.equal(activityOf({ ...EVENT, reason: 'full:challenged_recently' })?.reason, 'full:challenged_recently')
})

test('what an admin or operator did is told without where they sit', () => {
  const reset = { ...EVENT, event: 'account_factors_reset' }
  assert.deepEqual(activityOf({ ...reset, actor: 'admin: ada@northwind.example' }), {
    at: 1,
    kind: 'factors_reset',
    by: 'admin',
    reason: null,
    address: null,
  })
  assert.equal(activityOf({ ...reset, actor: 'command line: root' })?.by, 'operator')
})

test('what tells its owner nothing is left out', () => {
  for (const event of ['code_sent', 'carrier_failed', 'notice_sent', 'something new']) {
    assert.equal(activityOf({ ...EVENT, event }), null)
    assert.ok(!ACTIVITY_EVENTS.includes(event))
  }
  assert.equal(activityOf({ ...EVENT, outcome: 'refused' }), null)
})
