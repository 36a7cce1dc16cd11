import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDeskPhone } from '../../src/domain/account.ts'
import {
  type AccountChange,
  auditFactsOf,
  concernsSessions,
  effectsOf,
  isRefusedToOneself,
  needsFreshProof,
  takesAdminAway,
} from '../../src/domain/account-change.ts'

const CHANGES: AccountChange[] = [
  { kind: 'set_name', name: 'Maria' },
  { kind: 'set_password', passwordHash: 'hash' },
  { kind: 'set_phone', phone: '+447400123456', lineType: 'mobile' },
  { kind: 'remove_phone' },
  { kind: 'set_desk_phone', deskPhone: null },
  { kind: 'set_role', role: 'member' },
  { kind: 'set_language', language: 'de' },
  { kind: 'unlock', forgetsFailures: true },
  { kind: 'reset_factors' },
  { kind: 'disable' },
  { kind: 'enable' },
  { kind: 'end_sessions' },
  { kind: 'remove_app_credentials' },
]
const ADMIN = { role: 'admin', disabledAt: null, passwordHash: 'hash' } as const

/** Kinds of change for which something holds. */
function kindsWhere(holds: (change: AccountChange) => boolean): string[] {
  return CHANGES.filter(holds).map(({ kind }) => kind)
}

test('A6 · running gateways hear of what ends sessions, and of what they remember', () => {
  const ending = ['set_password', 'reset_factors', 'disable', 'end_sessions']
  assert.deepEqual(
    kindsWhere((change) => effectsOf(change).endsSessions),
    ending,
  )
  assert.deepEqual(
    kindsWhere(concernsSessions).toSorted(),
    ['remove_app_credentials', 'set_name', 'set_role', ...ending].toSorted(),
  )
})

test('A26 A32 · a new number, password or set of factors clears the 21 days, and codes under way die', () => {
  assert.deepEqual(
    kindsWhere((change) => effectsOf(change).clearsRelief),
    ['set_password', 'set_phone', 'remove_phone', 'reset_factors'],
  )
  for (const change of CHANGES) if (effectsOf(change).clearsRelief) assert.ok(effectsOf(change).endsCodes, change.kind)
})

test('A36 · an admin is taken away by being disabled or by losing the role; who is none cannot be', () => {
  assert.deepEqual(
    kindsWhere((change) => takesAdminAway(change, ADMIN)),
    ['set_role', 'disable'],
  )
  assert.equal(takesAdminAway({ kind: 'set_role', role: 'admin' }, ADMIN), false)
  assert.deepEqual(
    kindsWhere((change) => takesAdminAway(change, { ...ADMIN, role: 'member' })),
    [],
  )
  for (const cannotSignIn of [{ disabledAt: 1 }, { passwordHash: null }]) {
    assert.deepEqual(
      kindsWhere((change) => takesAdminAway(change, { ...ADMIN, ...cannotSignIn })),
      [],
    )
  }
})

test('A36 R3 · nobody disables or unlocks themselves, or resets their own factors', () => {
  assert.deepEqual(kindsWhere(isRefusedToOneself), ['unlock', 'reset_factors', 'disable'])
})

test('R7 · what changes who gets in, or how, needs a fresh proof', () => {
  assert.deepEqual(kindsWhere(needsFreshProof), [
    'set_password',
    'set_phone',
    'remove_phone',
    'set_role',
    'unlock',
    'reset_factors',
    'disable',
    'enable',
  ])
})

test('R14 · every change has an event of its own, and a refusal says why', () => {
  const events = CHANGES.map((change) => auditFactsOf(change, 'changed').event)
  assert.equal(new Set(events).size, CHANGES.length)
  assert.deepEqual(auditFactsOf({ kind: 'set_role', role: 'member' }, 'last_admin'), {
    event: 'account_role_set',
    outcome: 'refused',
    reason: 'last_admin',
  })
  assert.equal(auditFactsOf({ kind: 'set_role', role: 'admin' }, 'changed').reason, 'admin')
})

test('a desk phone is what people write for one', () => {
  for (const [typed, kept] of [
    ['', null],
    ['   ', null],
    ['4711', '4711'],
    [' +44 161  496 0000 ', '+44 161 496 0000'],
    ['(0161) 496-0000 ext. 12', '(0161) 496-0000 ext. 12'],
    ['0161/4960000 x7', '0161/4960000 x7'],
    ['ext. 12', undefined],
    ['ask Bo', undefined],
    ['----', undefined],
    ['=1+1', undefined],
    ['1'.repeat(41), undefined],
    ['01614960000\u0000', undefined],
  ] as const) {
    assert.equal(readDeskPhone(typed), kept, JSON.stringify(typed))
  }
})
