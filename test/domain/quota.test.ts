import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fullUntil, keptFormQuotas, noticeQuotas } from '../../src/domain/quota.ts'

const LIMITS = { mailsPerAccountPerDay: 20, textsPerAccountPerDay: 10, textsPerNumberPerDay: 5 }
const NUMBER = '+447400123401'

test('a quota is full until the oldest of its newest uses leaves the stretch', () => {
  const quota = { of: 'x', most: 3, withinMs: 100 }
  const table: [number[], number, number | null][] = [
    [[], 1000, null],
    [[990, 995], 1000, null],
    [[980, 990, 995], 1000, 1080],
    [[900, 990, 995], 1000, null],
    [[901, 990, 995], 1000, 1001],
    [[980, 990, 995, 999], 1000, 1090],
  ]
  for (const [usedAt, now, expected] of table) {
    assert.equal(fullUntil(quota, usedAt, now), expected, `${usedAt.join(' ')} at ${now}`)
  }
})

test('R6 · a text counts for its account, and for its number unless the account has proved that it is its own', () => {
  const factor = { kind: 'phone', id: 'f', phone: NUMBER, lineType: 'mobile', activatedAt: 0 } as const
  const table: [string, Parameters<typeof noticeQuotas>[1]['factors'], string[]][] = [
    ['no factor', [], ['notice text:account:a', `notice text:number:${NUMBER}`]],
    ['proved', [factor], ['notice text:account:a']],
    ['unproved', [{ ...factor, unprovedSince: 1 }], ['notice text:account:a', `notice text:number:${NUMBER}`]],
    ['another', [{ ...factor, phone: '+447400123402' }], ['notice text:account:a', `notice text:number:${NUMBER}`]],
  ]
  for (const [what, factors, expected] of table) {
    const quotas = noticeQuotas({ channel: 'sms', to: NUMBER }, { id: 'a', factors }, LIMITS)
    assert.deepEqual(
      quotas.map(({ of }) => of),
      expected,
      what,
    )
  }
  const mail = noticeQuotas({ channel: 'email', to: 'maria@northwind.example' }, { id: 'a', factors: [] }, LIMITS)
  assert.deepEqual(
    mail.map(({ of }) => of),
    ['notice mail:account:a'],
  )
})

test('R29 · a form that is kept counts for its account, for its address and in all, for as long as it is kept', () => {
  const quotas = keptFormQuotas({ accountId: 'a', address: '192.0.2.44', withinMs: 900_000 })
  assert.deepEqual(quotas, [
    { of: 'kept forms:account:a', most: 10, withinMs: 900_000 },
    { of: 'kept forms:address:192.0.2.44', most: 100, withinMs: 900_000 },
    { of: 'kept forms', most: 1000, withinMs: 900_000 },
  ])
})
