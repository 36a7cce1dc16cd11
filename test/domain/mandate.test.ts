import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Company, CompanyKind, KindMandate } from '../../src/domain/company.ts'
import { ignoredWithdrawals, mandateFor, mandatesToLatch } from '../../src/domain/mandate.ts'
import type { Policy } from '../../src/domain/policy.ts'

const NOW = Date.UTC(2019, 0, 1)

function company(id: string, kind: CompanyKind, changes: Partial<Company> = {}): Company {
  return {
    id,
    name: id,
    kind,
    partnerId: kind === 'client' ? 'northwind' : null,
    trustedNetworks: [],
    requireTwoFactor: false,
    line: 'policy.yaml:2',
    requireTwoFactorLine: null,
    ...changes,
  }
}

function policy(companies: Company[], kindMandates: KindMandate[] = []): Policy {
  return {
    companies: new Map(companies.map((each) => [each.id, each])),
    kindMandates,
    reminder: { offeredTo: new Set(), lastsMs: 0, line: '' },
    trustedNetworkRelief: { enabled: true, challengeEveryMs: 0, bindToBrowser: false, line: '' },
  }
}

const northwind = company('northwind', 'partner')
const tailspin = company('tailspin', 'partner', { requireTwoFactor: true, requireTwoFactorLine: 'policy.yaml:9' })
const fabrikam = company('fabrikam', 'client')
const fromNow: KindMandate = { kind: 'partner', from: NOW, line: 'policy.yaml:20' }

test('A19 · require_two_factor covers that company and no other', () => {
  const all = policy([northwind, tailspin, fabrikam])
  assert.deepEqual(
    mandatesToLatch(all, [], NOW).map(({ companyId }) => companyId),
    ['tailspin'],
  )
  assert.equal(mandateFor(northwind, all, null, NOW), null)
  assert.deepEqual(mandateFor(tailspin, all, null, NOW), { since: NOW, line: 'policy.yaml:9', latched: false })
})

test('A20 · a date holds for every company of its kind, from that moment on', () => {
  const all = policy([northwind, fabrikam], [fromNow])
  assert.deepEqual(mandatesToLatch(all, [], NOW - 1), [])
  assert.deepEqual(mandatesToLatch(all, [], NOW), [{ companyId: 'northwind', latchedAt: NOW, latchedBy: 'policy' }])
  assert.equal(mandateFor(northwind, all, null, NOW)?.line, 'policy.yaml:20')
})

test('A21 · a latch is enough by itself, and nothing is latched twice', () => {
  const latch = { companyId: 'northwind', latchedAt: NOW - 5, latchedBy: 'policy' }
  assert.deepEqual(mandateFor(northwind, policy([northwind]), latch, NOW), {
    since: NOW - 5,
    line: null,
    latched: true,
  })
  assert.deepEqual(mandatesToLatch(policy([northwind], [fromNow]), [latch], NOW), [])
})

test('A21 · require_two_factor: false on a latched company is named with its line; silence is not', () => {
  const latches = ['northwind', 'tailspin', 'gone'].map((companyId) => ({
    companyId,
    latchedAt: 1,
    latchedBy: 'policy',
  }))
  const withdrawn = company('northwind', 'partner', { requireTwoFactorLine: 'policy.yaml:4' })
  assert.deepEqual(
    ignoredWithdrawals(policy([withdrawn, tailspin]), latches).map(({ line }) => line),
    ['policy.yaml:4'],
  )
  assert.deepEqual(ignoredWithdrawals(policy([northwind]), latches), [])
})
