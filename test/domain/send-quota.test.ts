import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SendLimits } from '../../src/domain/ports/codes.ts'
import { budgetReached, dayCounts, dayOf, endOfDay, type SendAttempt, sendQuotas } from '../../src/domain/send-quota.ts'

const DAY = 24 * 3_600_000
const LIMITS: SendLimits = {
  cooldownMs: 30_000,
  refusedPerAccountPerHour: 5,
  perNumberPerHour: 5,
  perAccountPerDay: 20,
  lookupsPerAccountPerHour: 20,
  perAddressPerHour: 30,
  perPrefixPerHour: 50,
  perCompanyPerHour: 200,
  perCountryPerDay: null,
  perDay: 10_000,
}
const ATTEMPT: SendAttempt = {
  accountId: 'maria',
  sessionHash: 'session',
  purpose: 'enrollment',
  phone: '+447400123456',
  issuedAt: 0,
  address: '2001:db8:0:1::7',
  country: 'GB',
}

test('R6 · a code to a number not yet proved counts for its address (of IPv6 the /64), prefix and company; another for none', () => {
  const counted = (purpose: SendAttempt['purpose']) =>
    sendQuotas({ ...ATTEMPT, purpose }, 'northwind', LIMITS).map(({ of, most }) => [of, most])
  assert.deepEqual(counted('enrollment'), [
    ['code:address:2001:db8:0:1', 30],
    ['code:prefix:+44740012', 50],
    ['code:company:northwind', 200],
  ])
  assert.deepEqual(counted('challenge'), [])
  assert.deepEqual(counted('proof'), [])
})

test('R6 · every code counts in the budget of its day, and for its country where that has a limit', () => {
  const counted = (perCountryPerDay: number | null) =>
    dayCounts({ ...ATTEMPT, purpose: 'challenge' }, { ...LIMITS, perCountryPerDay }).map(({ of, most }) => [of, most])
  assert.deepEqual(counted(null), [['budget', 10_000]])
  assert.deepEqual(counted(500), [
    ['country:GB', 500],
    ['budget', 10_000],
  ])
  assert.deepEqual([dayOf(DAY - 1), dayOf(DAY), endOfDay(dayOf(DAY))], [0, 1, 2 * DAY])
})

test('R6 · a budget is reported by the code that makes four fifths of it, and by the last', () => {
  const reports = (most: number) =>
    Array.from({ length: most }, (_, index) => [index + 1, budgetReached(index + 1, most)]).filter(([, said]) => said)
  assert.deepEqual(reports(10), [
    [8, 'near'],
    [10, 'used_up'],
  ])
  assert.deepEqual(reports(3), [[3, 'used_up']])
  assert.deepEqual(reports(1), [[1, 'used_up']])
})
