import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AssertionFacts, assertionClaims } from '../../src/domain/assertion.ts'
import type { Visitor } from '../../src/domain/decision.ts'

const AT = 1_700_000_000_500

const visitor = {
  account: { id: 'a1', username: 'maria', name: 'Maria', email: null, role: 'member' },
  company: { id: 'northwind', kind: 'partner' },
} as Visitor

function methods(session: Partial<AssertionFacts['session']>): string[] {
  const full = { fullBy: null, signedInAt: AT, ...session }
  return assertionClaims({ issuer: 'https://p.example', app: 'Portal', visitor, session: full }).amr
}

test('How somebody proved who they are is told as it was', () => {
  const rows: [session: Partial<AssertionFacts['session']>, amr: string[]][] = [
    [{ fullBy: 'phone' }, ['pwd', 'mfa']],
    [{ fullBy: 'totp' }, ['pwd', 'otp', 'mfa']],
    [{ fullBy: 'enrollment' }, ['pwd', 'mfa']],
    [{ fullBy: 'reminder' }, ['pwd']],
    [{ fullBy: 'trusted_network' }, ['pwd']],
    [{ fullBy: 'trusted_network', proved: { passwordAt: AT, factorAt: null } }, ['pwd']],
    [{ fullBy: 'trusted_network', proved: { passwordAt: AT, factorAt: AT } }, ['pwd', 'mfa']],
    [{}, ['pwd']],
  ]
  for (const [session, amr] of rows) assert.deepEqual(methods(session), amr, JSON.stringify(session))
})

test('Times are whole seconds; an address that is not known is left out', () => {
  const session = { fullBy: 'totp', signedInAt: AT - 9000, proved: { passwordAt: AT, factorAt: AT } } as const
  const claims = assertionClaims({ issuer: 'https://p.example', app: 'Portal', visitor, session })
  assert.equal(claims.auth_time, 1_700_000_000)
  assert.equal(claims.aud, 'Portal')
  assert.ok(!('email' in claims))
})
