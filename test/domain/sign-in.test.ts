import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Account } from '../../src/domain/account.ts'
import type { Company, CompanyKind } from '../../src/domain/company.ts'
import type { Factor } from '../../src/domain/factor.ts'
import type { Policy } from '../../src/domain/policy.ts'
import { decideOwed, decideSignIn, type SignInFacts, traceSignIn } from '../../src/domain/sign-in.ts'

const NOW = Date.UTC(2026, 5, 1, 9)
const HOUR = 3_600_000
const DAY = 24 * HOUR

const phone: Factor = {
  kind: 'phone',
  id: 'f1',
  phone: '+447400123456',
  lineType: 'mobile',
  activatedAt: NOW - 90 * DAY,
}

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

function company(kind: CompanyKind, changes: Partial<Company> = {}): Company {
  return {
    id: 'northwind',
    name: 'Northwind IT',
    kind,
    partnerId: null,
    trustedNetworks: [headOffice],
    requireTwoFactor: false,
    line: 'policy.yaml:2',
    requireTwoFactorLine: null,
    ...changes,
  }
}

const headOffice = { name: 'Head office', ranges: ['127.0.0.2/32'], line: 'policy.yaml:6' }

function policy(changes: Partial<Policy> = {}): Policy {
  return {
    companies: new Map(),
    kindMandates: [],
    reminder: { offeredTo: new Set(['partner', 'client', 'direct']), lastsMs: 48 * HOUR, line: 'policy.yaml:20' },
    trustedNetworkRelief: { enabled: true, challengeEveryMs: 21 * DAY, bindToBrowser: false, line: 'policy.yaml:30' },
    ...changes,
  }
}

function facts(changes: Partial<SignInFacts> = {}): SignInFacts {
  return {
    account: maria,
    company: company('partner'),
    policy: policy(),
    latch: null,
    trustedNetwork: null,
    passedInBrowserAt: null,
    now: NOW,
    ...changes,
  }
}

const enrolled = (lastChallengePassedAt: number | null): Account => ({
  ...maria,
  factors: [phone],
  lastChallengePassedAt,
})
const bound = policy({ trustedNetworkRelief: { ...policy().trustedNetworkRelief, bindToBrowser: true } })
const disabled = policy({ trustedNetworkRelief: { ...policy().trustedNetworkRelief, enabled: false } })
const latch = { companyId: 'northwind', latchedAt: NOW - DAY, latchedBy: 'policy' }

const rules: [string, Partial<SignInFacts>, string][] = [
  ['A4 · an enrolled partner account is challenged', { account: enrolled(null) }, 'challenge outside_trusted_networks'],
  [
    'A4 · an enrolled direct account is challenged',
    { account: enrolled(null), company: company('direct') },
    'challenge outside_trusted_networks',
  ],
  [
    'A24 · a challenge outside, minutes after the last one too',
    { account: enrolled(NOW - 60_000) },
    'challenge outside_trusted_networks',
  ],
  [
    'A23 · no challenge at the office within 21 days',
    { account: enrolled(NOW - 21 * DAY + 1), trustedNetwork: headOffice },
    'full challenged_recently',
  ],
  [
    'A23 · a challenge at the office at exactly 21 days',
    { account: enrolled(NOW - 21 * DAY), trustedNetwork: headOffice },
    'challenge challenge_due',
  ],
  [
    'A23 · a challenge at the office if there was none yet',
    { account: enrolled(null), trustedNetwork: headOffice },
    'challenge never_challenged',
  ],
  [
    'A23 · a challenge at the office if the clock ran backwards',
    { account: enrolled(NOW + 1), trustedNetwork: headOffice },
    'challenge clock_ran_backwards',
  ],
  [
    'A26 · relief bound to the browser: another browser is challenged',
    { account: enrolled(NOW - DAY), trustedNetwork: headOffice, policy: bound },
    'challenge never_challenged',
  ],
  [
    'A26 · relief bound to the browser: the same browser is not',
    { account: enrolled(NOW - DAY), trustedNetwork: headOffice, policy: bound, passedInBrowserAt: NOW - DAY },
    'full challenged_recently',
  ],
  [
    'R12 · the operator may turn relief off',
    { account: enrolled(NOW - DAY), trustedNetwork: headOffice, policy: disabled },
    'challenge relief_disabled',
  ],
  [
    'A28 · a client account is challenged even if a network were given',
    { account: enrolled(NOW - DAY), trustedNetwork: headOffice, company: company('client') },
    'challenge client_company',
  ],
  [
    'A29 · a direct company may have networks of its own',
    { account: enrolled(NOW - DAY), trustedNetwork: headOffice, company: company('direct') },
    'full challenged_recently',
  ],
  [
    'A25 · a trusted network does not replace an enrollment',
    { trustedNetwork: headOffice },
    'enroll no_factor reminder',
  ],
  ['A15 · no factor, no mandate: enrollment, with the reminder on offer', {}, 'enroll no_factor reminder'],
  [
    'A15 · password alone within 48 hours of the reminder',
    { account: { ...maria, remindedAt: NOW - 48 * HOUR + 1 } },
    'full reminder_taken',
  ],
  [
    'A15 · the page is back at exactly 48 hours',
    { account: { ...maria, remindedAt: NOW - 48 * HOUR } },
    'enroll reminder_over reminder',
  ],
  [
    'A15 · a reminder from the future does not hold',
    { account: { ...maria, remindedAt: NOW + 1 } },
    'enroll reminder_over reminder',
  ],
  [
    'A16 · under a latched mandate a reminder already taken is void',
    { account: { ...maria, remindedAt: NOW - HOUR }, latch },
    'enroll mandate',
  ],
  [
    'A16 · under a mandate of policy too',
    { account: { ...maria, remindedAt: NOW - HOUR }, company: company('partner', { requireTwoFactor: true }) },
    'enroll mandate',
  ],
  [
    'A17 · a kind that is offered no reminder',
    {
      company: company('client'),
      policy: policy({ reminder: { ...policy().reminder, offeredTo: new Set(['partner']) } }),
    },
    'enroll reminder_not_offered',
  ],
  [
    'A17 · a reminder taken before the operator withdrew the offer is void',
    {
      account: { ...maria, remindedAt: NOW - HOUR },
      policy: policy({ reminder: { ...policy().reminder, offeredTo: new Set() } }),
    },
    'enroll reminder_not_offered',
  ],
  [
    'A20 · a date that has come',
    { policy: policy({ kindMandates: [{ kind: 'partner', from: NOW, line: 'p:1' }] }) },
    'enroll mandate',
  ],
  [
    'A20 · a date that has not come',
    { policy: policy({ kindMandates: [{ kind: 'partner', from: NOW + 1, line: 'p:1' }] }) },
    'enroll no_factor reminder',
  ],
  [
    'A20 · a date for another kind',
    { policy: policy({ kindMandates: [{ kind: 'client', from: NOW, line: 'p:1' }] }) },
    'enroll no_factor reminder',
  ],
]

for (const [name, changes, expected] of rules) {
  test(name, () => {
    const decision = decideSignIn(facts(changes))
    const reminder = decision.kind === 'enroll' && decision.reminderOffered ? ' reminder' : ''
    assert.equal(`${decision.kind} ${decision.reason}${reminder}`, expected)
  })
}

test('A16 · a waiting session is never completed by relief or by a reminder taken elsewhere', () => {
  assert.equal(decideOwed(facts({ account: { ...maria, remindedAt: NOW - HOUR } })).kind, 'enroll')
  assert.equal(decideOwed(facts({ account: enrolled(NOW - HOUR), trustedNetwork: headOffice })).kind, 'challenge')
})

test('A decision names the policy line it came from', () => {
  assert.equal(decideSignIn(facts({ account: enrolled(NOW - DAY) })).line, 'policy.yaml:2')
  assert.equal(decideSignIn(facts({ account: enrolled(NOW - DAY), trustedNetwork: headOffice })).line, 'policy.yaml:6')
  assert.equal(
    decideSignIn(facts({ account: enrolled(NOW - 30 * DAY), trustedNetwork: headOffice })).line,
    'policy.yaml:30',
  )
  assert.equal(decideSignIn(facts()).line, 'policy.yaml:20')
})

const ASKED: [string, Partial<SignInFacts>, string][] = [
  ['a client account', { account: enrolled(NOW), company: company('client') }, 'factor client_company'],
  ['elsewhere', { account: enrolled(NOW) }, 'factor client_company trusted_network'],
  [
    'relief switched off',
    { account: enrolled(NOW), trustedNetwork: headOffice, policy: disabled },
    'factor client_company trusted_network relief',
  ],
  [
    'a trusted network',
    { account: enrolled(NOW), trustedNetwork: headOffice },
    'factor client_company trusted_network relief last_challenge',
  ],
  ['a mandate', { latch }, 'factor mandate'],
  [
    'no reminder for its kind',
    { policy: policy({ reminder: { ...policy().reminder, offeredTo: new Set(['direct']) } }) },
    'factor mandate reminder_offer',
  ],
  ['a reminder on offer', {}, 'factor mandate reminder_offer reminder'],
]
for (const [name, changes, asked] of ASKED) {
  test(`the trace of a sign-in names what was asked, up to what decided: ${name}`, () => {
    const { decision, rules: names } = traceSignIn(facts(changes))
    assert.equal(names.join(' '), asked)
    assert.deepEqual(decision, decideSignIn(facts(changes)))
  })
}
