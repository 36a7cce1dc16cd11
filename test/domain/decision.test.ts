import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Account } from '../../src/domain/account.ts'
import type { Company } from '../../src/domain/company.ts'
import { decide, decideOnSignIn, type RequestFacts, type Visitor } from '../../src/domain/decision.ts'
import { testApp } from '../support/app.ts'

const app = testApp({ allow: { kinds: ['direct'], companies: [], roles: [] } })

const dora = { companyId: 'backup', role: 'member', factors: [] } as unknown as Account
const enrolledDora = { ...dora, factors: [{ kind: 'phone' }] } as unknown as Account
const backup = { id: 'backup', kind: 'direct' } as Company
const visitor = (changes: Partial<Visitor> = {}): Visitor => ({
  level: 'full',
  account: dora,
  company: backup,
  ...changes,
})

const rules: [string, RequestFacts, string][] = [
  ['A1 · nobody, no app', { app: null, publicPath: false, visitor: null }, 'sign_in no_session'],
  ['A1 · nobody', { app, publicPath: false, visitor: null }, 'sign_in no_session'],
  ['A1 · a public path needs nobody', { app, publicPath: true, visitor: null }, 'forward public_path'],
  ['A1 · a public path of no app is none', { app: null, publicPath: true, visitor: null }, 'sign_in no_session'],
  [
    'A4 · a challenge is owed',
    { app, publicPath: false, visitor: visitor({ level: 'password', account: enrolledDora }) },
    'challenge second_factor_owed',
  ],
  [
    'A4 · an enrollment is owed',
    { app, publicPath: false, visitor: visitor({ level: 'password' }) },
    'enroll factor_missing',
  ],
  [
    'A4 · owed before "no such app" is said',
    { app: null, publicPath: false, visitor: visitor({ level: 'password' }) },
    'enroll factor_missing',
  ],
  ['A1 · a full session that may enter', { app, publicPath: false, visitor: visitor() }, 'forward full_session'],
  ['No app at this address', { app: null, publicPath: false, visitor: visitor() }, 'deny no_app'],
  [
    'Another kind of company',
    { app, publicPath: false, visitor: visitor({ company: { ...backup, kind: 'client' } }) },
    'deny not_allowed',
  ],
  [
    'Companies by name',
    {
      app: { ...app, allow: { kinds: [], companies: ['northwind'], roles: [] } },
      publicPath: false,
      visitor: visitor(),
    },
    'deny not_allowed',
  ],
  [
    'Roles',
    { app: { ...app, allow: { kinds: [], companies: [], roles: ['admin'] } }, publicPath: false, visitor: visitor() },
    'deny not_allowed',
  ],
  [
    'Every list that is not empty must name the account',
    {
      app: { ...app, allow: { kinds: ['direct'], companies: ['backup'], roles: ['member'] } },
      publicPath: false,
      visitor: visitor(),
    },
    'forward full_session',
  ],
]

for (const [name, facts, expected] of rules) {
  test(name, () => {
    const decision = decide(facts)
    assert.equal(`${decision.kind} ${decision.reason}`, expected)
  })
}

test("R24 · a public path carries nobody's identity, signed in or not", () => {
  const decision = decide({ app, publicPath: true, visitor: visitor() })
  assert.ok(decision.kind === 'forward')
  assert.equal(decision.visitor, null)
})

const TO_AN_APP = [
  ['asks for no password', null, visitor(), null, 'forward full_session'],
  [
    'has one for everybody',
    { kind: 'fixed', authorization: 'Basic YTpi' },
    visitor(),
    'Basic YTpi',
    'forward full_session',
  ],
  [
    'asks everybody for their own, and was given it',
    { kind: 'per_account' },
    visitor(),
    'Basic YTpi',
    'forward full_session',
  ],
  ['asks everybody for their own, and nobody is there', { kind: 'per_account' }, null, null, 'forward full_session'],
  [
    'asks everybody for their own, which is missing',
    { kind: 'per_account' },
    visitor(),
    null,
    'credential credential_missing',
  ],
] as const

for (const [name, basic, who, authorization, expected] of TO_AN_APP) {
  test(`Signing in to an app that ${name}`, () => {
    const into = { ...app, identity: { ...app.identity, basic } }
    const decision = decideOnSignIn({ kind: 'forward', app: into, visitor: who, reason: 'full_session' }, authorization)
    assert.equal(`${decision.kind} ${decision.reason}`, expected)
  })
}
