import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Account } from '../../src/domain/account.ts'
import type { App } from '../../src/domain/app.ts'
import type { Company } from '../../src/domain/company.ts'
import type { Policy } from '../../src/domain/policy.ts'
import { refusalReason, ruleFinding, signInReason, whoMayEnter } from '../../src/domain/reason.ts'
import { decideSignIn, type RuleName, type SignInFacts } from '../../src/domain/sign-in.ts'
import { en } from '../../src/languages/en/index.ts'
import { say } from '../../src/languages/messages.ts'
import { testApp } from '../support/app.ts'

const NOW = Date.UTC(2026, 5, 1, 9, 30)
const HOUR = 3_600_000
const DAY = 24 * HOUR
const ADDRESS = '192.0.2.7'
const HEAD_OFFICE = { name: 'Head office', ranges: ['192.0.2.0/24'], line: 'policy.yaml:6' }

const maria: Account = {
  id: 'maria',
  companyId: 'northwind',
  username: 'maria@northwind.example',
  name: 'Maria Larsson',
  email: null,
  role: 'member',
  language: null,
  phone: null,
  passwordHash: '',
  factors: [],
  remindedAt: null,
  lastChallengePassedAt: null,
  sessionsValidFrom: 0,
  disabledAt: null,
}
const enrolled: Partial<Account> = {
  factors: [{ kind: 'phone', id: 'f1', phone: '+447400123456', lineType: 'mobile', activatedAt: 0 }],
}
const northwind: Company = {
  id: 'northwind',
  name: 'Northwind IT',
  kind: 'partner',
  partnerId: null,
  trustedNetworks: [HEAD_OFFICE],
  requireTwoFactor: false,
  line: 'policy.yaml:2',
  requireTwoFactorLine: null,
}
const policy: Policy = {
  companies: new Map(),
  kindMandates: [],
  reminder: { offeredTo: new Set(['partner', 'direct']), lastsMs: 48 * HOUR, line: 'policy.yaml:20' },
  trustedNetworkRelief: { enabled: true, challengeEveryMs: 21 * DAY, bindToBrowser: false, line: 'policy.yaml:30' },
}
const relief = policy.trustedNetworkRelief

interface Case {
  account?: Partial<Account>
  company?: Partial<Company>
  facts?: Partial<SignInFacts>
  because: string
}

const CASES: Record<string, Case> = {
  client_company: {
    account: enrolled,
    company: { name: 'Fabrikam', kind: 'client', trustedNetworks: [] },
    because: 'Fabrikam is a client company: its people are challenged at every sign-in, wherever they are.',
  },
  outside_trusted_networks: {
    account: enrolled,
    because:
      '192.0.2.7 is in no trusted network of Northwind IT (Head office): from there a challenge is asked for at every sign-in.',
  },
  'outside_trusted_networks, of which there are none': {
    account: enrolled,
    company: { trustedNetworks: [] },
    because: 'Northwind IT has no trusted networks: from there a challenge is asked for at every sign-in.',
  },
  relief_disabled: {
    account: enrolled,
    facts: { trustedNetwork: HEAD_OFFICE, policy: { ...policy, trustedNetworkRelief: { ...relief, enabled: false } } },
    because:
      '192.0.2.7 is in the trusted network Head office of Northwind IT, but policy has trusted networks relieve nobody: a challenge is asked for at every sign-in.',
  },
  never_challenged: {
    account: enrolled,
    facts: { trustedNetwork: HEAD_OFFICE },
    because:
      '192.0.2.7 is in the trusted network Head office of Northwind IT, but no challenge was passed since factors, phone number or password last changed.',
  },
  'never_challenged, in this browser': {
    account: { ...enrolled, lastChallengePassedAt: NOW },
    facts: {
      trustedNetwork: HEAD_OFFICE,
      policy: { ...policy, trustedNetworkRelief: { ...relief, bindToBrowser: true } },
    },
    because:
      '192.0.2.7 is in the trusted network Head office of Northwind IT, but no challenge was passed in this browser.',
  },
  clock_ran_backwards: {
    account: { ...enrolled, lastChallengePassedAt: NOW + HOUR },
    facts: { trustedNetwork: HEAD_OFFICE },
    because:
      '192.0.2.7 is in the trusted network Head office of Northwind IT, but the last challenge was passed on 1 June 2026, 10:30 UTC, which is later than now: a clock ran backwards, so that it does not count.',
  },
  challenge_due: {
    account: { ...enrolled, lastChallengePassedAt: NOW - 21 * DAY },
    facts: { trustedNetwork: HEAD_OFFICE },
    because:
      '192.0.2.7 is in the trusted network Head office of Northwind IT, and the last challenge was passed on 11 May 2026, 09:30 UTC: after three weeks another one is due.',
  },
  challenged_recently: {
    account: { ...enrolled, lastChallengePassedAt: NOW - DAY },
    facts: { trustedNetwork: HEAD_OFFICE },
    because:
      '192.0.2.7 is in the trusted network Head office of Northwind IT, and the last challenge was passed on 31 May 2026, 09:30 UTC: for three weeks, until 21 June 2026, 09:30 UTC, that is enough.',
  },
  mandate: {
    facts: { latch: { companyId: 'northwind', latchedAt: NOW - DAY, latchedBy: 'policy' } },
    because:
      'A second factor is compulsory for everybody in Northwind IT since 31 May 2026, 09:30 UTC, and this account has none yet.',
  },
  'mandate, not latched yet': {
    company: { requireTwoFactor: true },
    because: 'A second factor is compulsory for everybody in Northwind IT, and this account has none yet.',
  },
  reminder_not_offered: {
    company: { kind: 'client' },
    because: 'This account has no second factor yet, and policy lets nobody in a client company put it off.',
  },
  no_factor: { because: 'This account has no second factor yet. It may put that off for 48 hours.' },
  reminder_over: {
    account: { remindedAt: NOW - 48 * HOUR },
    because:
      'The reminder taken on 30 May 2026, 09:30 UTC, was for 48 hours and does not hold now. It may be taken again.',
  },
  reminder_taken: {
    account: { remindedAt: NOW - HOUR },
    because:
      'This account has no second factor yet, and has put that off until 3 June 2026, 08:30 UTC: until then the password is enough.',
  },
}

for (const [name, { account, company, facts, because }] of Object.entries(CASES)) {
  test(`reason · ${name}`, () => {
    const known: SignInFacts = {
      account: { ...maria, ...account },
      company: { ...northwind, ...company },
      policy,
      latch: null,
      trustedNetwork: null,
      passedInBrowserAt: null,
      now: NOW,
      ...facts,
    }
    const decision = decideSignIn(known)
    assert.equal(decision.reason, name.split(',')[0])
    assert.equal(say(signInReason(decision, known, ADDRESS), en), because)
  })
}

const FINDINGS: [rule: RuleName, facts: Partial<SignInFacts>, finding: string][] = [
  ['factor', {}, 'This account has no second factor yet.'],
  ['factor', { account: { ...maria, ...enrolled } }, 'This account has a second factor.'],
  ['client_company', {}, 'Northwind IT is a partner company.'],
  ['trusted_network', {}, '192.0.2.7 is in no trusted network of Northwind IT (Head office).'],
  ['trusted_network', { company: { ...northwind, trustedNetworks: [] } }, 'Northwind IT has no trusted networks.'],
  ['trusted_network', { trustedNetwork: HEAD_OFFICE }, '192.0.2.7 is in the trusted network Head office.'],
  ['relief', {}, 'Trusted networks relieve people of the challenge, for three weeks each time.'],
  [
    'relief',
    { policy: { ...policy, trustedNetworkRelief: { ...relief, enabled: false } } },
    'Policy has trusted networks relieve nobody.',
  ],
  ['last_challenge', {}, 'No challenge was passed since factors, phone number or password last changed.'],
  [
    'last_challenge',
    { account: { ...maria, lastChallengePassedAt: NOW } },
    'The last challenge was passed on 1 June 2026, 09:30 UTC.',
  ],
  [
    'last_challenge',
    { passedInBrowserAt: NOW, policy: { ...policy, trustedNetworkRelief: { ...relief, bindToBrowser: true } } },
    'The last challenge in this browser was passed on 1 June 2026, 09:30 UTC.',
  ],
  ['mandate', {}, 'A second factor is not compulsory in Northwind IT.'],
  [
    'mandate',
    { latch: { companyId: 'northwind', latchedAt: NOW, latchedBy: 'policy' } },
    'A second factor is compulsory for everybody in Northwind IT since 1 June 2026, 09:30 UTC.',
  ],
  ['reminder_offer', {}, 'In a partner company it may be put off for 48 hours.'],
  ['reminder_offer', { company: { ...northwind, kind: 'client' } }, 'Nobody in a client company may put it off.'],
  ['reminder', {}, 'No reminder was taken.'],
  [
    'reminder',
    { account: { ...maria, remindedAt: NOW } },
    'A reminder was taken on 1 June 2026, 09:30 UTC, for 48 hours.',
  ],
]
for (const [rule, facts, finding] of FINDINGS) {
  test(`what a rule found · ${rule}: ${finding}`, () => {
    const known = {
      account: maria,
      company: northwind,
      policy,
      latch: null,
      trustedNetwork: null,
      passedInBrowserAt: null,
    }
    assert.equal(say(ruleFinding(rule, { ...known, now: NOW, ...facts }, ADDRESS), en), finding)
  })
}

test('reason · why nobody can sign in', () => {
  assert.equal(
    say(refusalReason('disabled', { ...maria, disabledAt: NOW }), en),
    'This account is disabled since 1 June 2026, 09:30 UTC: no password lets anybody in.',
  )
  assert.equal(
    say(refusalReason('company_unknown', maria), en),
    'Policy names no company "northwind", which this account belongs to: no password lets anybody in.',
  )
})

test('reason · who may enter an app', () => {
  const allowed: [allow: App['allow'], who: string][] = [
    [{ kinds: [], companies: [], roles: [] }, 'everybody who signed in may enter'],
    [{ kinds: ['direct'], companies: [], roles: [] }, 'only people of direct companies may enter'],
    [
      { kinds: ['partner', 'client', 'direct'], companies: [], roles: ['admin'] },
      'only people of partner, client or direct companies and who are admins may enter',
    ],
    [
      { kinds: [], companies: ['northwind', 'fabrikam'], roles: [] },
      'only people of Northwind IT or fabrikam may enter',
    ],
  ]
  for (const [allow, who] of allowed) {
    assert.equal(
      whoMayEnter(testApp({ allow }), (id) => (id === 'northwind' ? northwind.name : id)),
      who,
    )
  }
})
