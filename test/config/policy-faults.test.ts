import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOf, SOUND_POLICY } from './written.ts'

interface Case {
  name: string
  /** Stands below `SOUND_POLICY`, from line 4 on. */
  added: string
  faults: string[]
}

const CASES: Case[] = [
  {
    name: 'A28 · a client company with a trusted network',
    added: `  fabrikam:
    name: Fabrikam
    kind: client
    partner: northwind
    trusted_networks: [{ name: Home, ranges: [192.0.2.0/24] }]
`,
    faults: [
      'policy.yaml:8:5: a client company has no trusted network, its people are challenged at every sign-in: remove this',
    ],
  },
  {
    name: 'A28 · also when all that stands in the network is faulty',
    added: `  fabrikam: { name: Fabrikam, kind: client, partner: northwind, trusted_networks: [5] }
`,
    faults: [
      'policy.yaml:4:65: a client company has no trusted network, its people are challenged at every sign-in: remove this',
      'policy.yaml:4:84: a number cannot stand here: write a block of keys and values',
    ],
  },
  {
    name: 'a client company without a partner',
    added: '  fabrikam: { name: Fabrikam, kind: client }\n',
    faults: ['policy.yaml:4:3: a client company must name its partner: add "partner: northwind"'],
  },
  {
    name: 'a partner that does not exist',
    added: '  fabrikam: { name: Fabrikam, kind: client, partner: northwnd }\n',
    faults: ['policy.yaml:4:54: there is no company "northwnd": did you mean "northwind"?'],
  },
  {
    name: 'a partner that is none',
    added: '  fabrikam: { name: Fabrikam, kind: client, partner: backup-direct }\n',
    faults: ['policy.yaml:4:54: "backup-direct" is a direct company, no partner: there is northwind'],
  },
  {
    name: 'a partner of a company that is no client',
    added: '  acme: { name: Acme, kind: direct, partner: northwind }\n',
    faults: ['policy.yaml:4:37: only a client company has a partner, this is a direct company: remove this'],
  },
  {
    name: 'a company whose kind is faulty is not called missing as well',
    added: `  acme: { name: Acme, kind: prtner }
  fabrikam: { name: Fabrikam, kind: client, partner: acme }
`,
    faults: ['policy.yaml:4:29: "prtner" is not possible: did you mean "partner"?'],
  },
  {
    name: 'a partner whose key is faulty is not called left out as well',
    added: '  fabrikam: { name: Fabrikam, kind: client, partner: [northwind] }\n',
    faults: [
      'policy.yaml:4:54: this is not text: write lower-case letters, digits and single hyphens, as backup-direct',
    ],
  },
  {
    name: 'two companies, or two networks of one, of the same name',
    added: `  acme:
    name: Backup Direct
    kind: partner
    trusted_networks:
      - { name: Office, ranges: [192.0.2.0/24] }
      - { name: Office, ranges: [198.51.100.0/24] }
`,
    faults: [
      'policy.yaml:5:11: another company is called "Backup Direct": give each a name of its own',
      'policy.yaml:9:17: another network of this company is called "Office": give each a name of its own',
    ],
  },
  {
    name: 'a key that names no company as it should',
    added: '  Acme Ltd: { name: Acme, kind: partner }\n',
    faults: [
      'policy.yaml:4:3: "Acme Ltd" is not possible: write lower-case letters, digits and single hyphens, as backup-direct',
    ],
  },
  {
    name: 'keys that are missing, unknown, or of the wrong type',
    added: `  acme:
    nam: Acme
    kind: partner
    require_two_factor: 'yes'
`,
    faults: [
      'policy.yaml:5:5: "name" is missing: add it, as "name: Northwind IT"',
      'policy.yaml:5:5: unknown key "nam": did you mean "name"?',
      'policy.yaml:7:25: text cannot stand here: write true or false',
    ],
  },
  {
    name: 'a network without a range',
    added: '  acme: { name: Acme, kind: partner, trusted_networks: [{ name: Office, ranges: [] }] }\n',
    faults: ['policy.yaml:4:81: no range stands here: list at least one, as [192.0.2.0/24]'],
  },
  {
    name: 'a range wider than any company, in a network that does not say that it is meant',
    added: `  acme:
    name: Acme
    kind: partner
    trusted_networks:
      - { name: Office, ranges: [192.0.2.0/24, 10.0.0.0/7, '2001:d00::/24'] }
      - { name: Slip, wide: false, ranges: [128.0.0.0/1] }
      - { name: Widest, ranges: [10.0.0.0/8, '2001:db8::/32'] }
      - { name: Meant, wide: true, ranges: [12.0.0.0/7, '2001:d00::/24'] }
      - { name: Unsaid, wide: please, ranges: [16.0.0.0/7] }
`,
    faults: [
      'policy.yaml:8:48: "10.0.0.0/7" is wider than /8: list the networks that are meant, or write "wide: true" beside "ranges"',
      'policy.yaml:8:60: "2001:d00::/24" is wider than /32: list the networks that are meant, or write "wide: true" beside "ranges"',
      'policy.yaml:9:45: "128.0.0.0/1" is wider than /8: list the networks that are meant, or write "wide: true" beside "ranges"',
      'policy.yaml:12:31: text cannot stand here: write true or false',
    ],
  },
  {
    name: 'dates that are none, and a second mandate for a kind',
    added: `mandates:
  - { kind: partner, from: 2019-02-30 }
  - { kind: partner, from: 2019-01-01T08:00:00 }
  - { kind: direct }
`,
    faults: [
      'policy.yaml:5:28: this is no date: write a day, as 2019-01-01 (00:00 UTC), or a time with its zone, as 2019-01-01T08:00:00+01:00',
      'policy.yaml:6:13: another mandate is for partner companies: keep the earlier date',
      'policy.yaml:6:28: this is no date: write a day, as 2019-01-01 (00:00 UTC), or a time with its zone, as 2019-01-01T08:00:00+01:00',
      'policy.yaml:7:5: "from" is missing: add it, as "from: 2019-01-01"',
    ],
  },
  {
    name: 'durations that are none, or out of bounds',
    added: `reminder: { lasts: 48 }
trusted_network_relief: { challenge_every: 3 weeks }
`,
    faults: [
      'policy.yaml:4:20: this is no duration: write a whole number and a unit, from 1h to 30d, as 30s, 10m, 48h or 21d',
      'policy.yaml:5:44: "3 weeks" is no duration: write a whole number and a unit, from 1h to 90d, as 30s, 10m, 48h or 21d',
    ],
  },
  {
    name: 'a relief longer than anybody may ask for',
    added: 'trusted_network_relief: { challenge_every: 365d }\n',
    faults: [
      'policy.yaml:4:44: 365d is out of bounds: write a whole number and a unit, from 1h to 90d, as 30s, 10m, 48h or 21d',
    ],
  },
  {
    name: 'a block without anything in it',
    added: 'reminder:\n',
    faults: ['policy.yaml:4:1: nothing cannot stand here: write a block of keys and values'],
  },
]

for (const { name, added, faults } of CASES) {
  test(`policy fault · ${name}`, async (t) => {
    assert.deepEqual(await faultsOf(t, { policy: SOUND_POLICY + added }), faults)
  })
}

test('policy fault · no company at all', async (t) => {
  assert.deepEqual(await faultsOf(t, { policy: 'companies: {}\n' }), [
    'policy.yaml:1:12: no company stands here: add at least one',
  ])
  assert.deepEqual(await faultsOf(t, { policy: '' }), ['policy.yaml:1:1: "companies" is missing: add it'])
})
