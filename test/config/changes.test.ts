import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Change } from '../../src/config/change.ts'
import { changesBetween, withoutRestart } from '../../src/config/changes.ts'
import { loaded, SOUND_GATEHOUSE, SOUND_POLICY } from './written.ts'

const POLICY = `companies:
  northwind:
    name: Northwind IT
    kind: partner
    trusted_networks:
      - { name: Head office, ranges: [192.0.2.0/24, 198.51.100.7] }
  fabrikam: { name: Fabrikam, kind: client, partner: northwind }
  contoso: { name: Contoso, kind: partner }
  backup-direct: { name: Backup Direct, kind: direct }
mandates: [{ kind: direct, from: 2027-01-01 }]
reminder: { offered_to: [partner, client] }
`

const GATEHOUSE = `public_url: http://localhost:8080
listen: { host: 127.0.0.1, port: 8080 }
portal: { name: Portal }
secrets: [{ env: SECRET }, { env: OLD_SECRET }]
believed_proxies: [10.0.0.1]
stores: { directory: { postgres: 'postgres://gate:hunter2@db.example/one' }, sessions: { redis: 'redis://:hunter2@cache.example' } }
delivery:
  carriers:
    text-house: { webhook: { url: 'https://sms.example.com/send?key=hunter2', body: { form: { to: '{to}', text: '{text}' } } } }
    call-house: { webhook: { url: 'https://call.example.com/send', body: { form: { to: '{to}', text: '{text}' } } } }
  sms: [text-house]
  call: [call-house]
apps:
  - { name: Portal, path: /, upstream: 'http://127.0.0.1:9090' }
  - { name: Backup, path: /backup/, upstream: 'http://127.0.0.1:9091', allow: { kinds: [direct] } }
seed_accounts:
  - { username: dora@backup.example, name: Dora, company: backup-direct, password: hunter2-hunter2-hunter2 }
`

const ENV = {
  SECRET: 'the first secret of more than 32 characters',
  OLD_SECRET: 'the other secret of more than 32 characters',
  NEW_SECRET: 'the newer secret of more than 32 characters',
}

type Edit = [from: string, to: string]
interface Case {
  name: string
  /** Of `POLICY`. */
  policy?: Edit
  /** Of `GATEHOUSE`. */
  gatehouse?: Edit
  changes: string[]
}

/** Behind a sentence, the companies that it concerns. */
const CASES: Case[] = [
  { name: 'lines that move', policy: ['companies:', '# A comment\n\ncompanies:'], changes: [] },
  {
    name: 'a trusted network added',
    policy: ['198.51.100.7] }', '198.51.100.7] }\n      - { name: Branch office, ranges: [203.0.113.0/24] }'],
    changes: ['Northwind IT: trusted network Branch office added [northwind]'],
  },
  {
    name: 'a trusted network called otherwise',
    policy: ['name: Head office', 'name: Tower'],
    changes: [
      'Northwind IT: trusted network Tower added [northwind]',
      'Northwind IT: trusted network Head office removed [northwind]',
    ],
  },
  {
    name: 'ranges of a network',
    policy: ['[192.0.2.0/24, 198.51.100.7]', '[198.51.100.7, 203.0.113.0/24]'],
    changes: [
      'Northwind IT: range 203.0.113.0/24 added to Head office [northwind]',
      'Northwind IT: range 192.0.2.0/24 removed from Head office [northwind]',
    ],
  },
  {
    name: 'ranges in another order',
    policy: ['[192.0.2.0/24, 198.51.100.7]', '[198.51.100.7, 192.0.2.0/24]'],
    changes: [],
  },
  {
    name: 'A20 · a mandate added',
    policy: ['mandates: [', 'mandates: [{ kind: partner, from: 2027-01-01 }, '],
    changes: ['mandate for partner companies from 2027-01-01 added [northwind contoso]'],
  },
  {
    name: 'A20 · a mandate at another time',
    policy: ['from: 2027-01-01', 'from: 2027-04-01T08:00:00+02:00'],
    changes: ['mandate for direct companies from 2027-01-01 → 2027-04-01T06:00:00.000Z [backup-direct]'],
  },
  {
    name: 'A21 · a mandate removed',
    policy: ['mandates: [{ kind: direct, from: 2027-01-01 }]', ''],
    changes: ['mandate for direct companies from 2027-01-01 removed; where it is in force it stays [backup-direct]'],
  },
  {
    name: 'a second factor made compulsory',
    policy: ['contoso: { name: Contoso,', 'contoso: { name: Contoso, require_two_factor: true,'],
    changes: ['Contoso: second factor compulsory from now on, and for good [contoso]'],
  },
  {
    name: 'A17 · the reminder',
    policy: ['[partner, client] }', '[partner, direct], lasts: 24h }'],
    changes: [
      'reminder offered to direct companies [backup-direct]',
      'reminder no longer offered to client companies [fabrikam]',
      'reminder lasts 48h → 24h [northwind contoso backup-direct]',
    ],
  },
  {
    name: 'relief on trusted networks',
    policy: ['reminder:', 'trusted_network_relief: { challenge_every: 7d, bind_to_browser: true }\nreminder:'],
    changes: [
      'challenge on trusted networks every 21d → 7d [northwind]',
      'relief on trusted networks bound to the browser [northwind]',
    ],
  },
  {
    name: 'relief switched off',
    policy: ['reminder:', 'trusted_network_relief: { enabled: false }\nreminder:'],
    changes: ['trusted networks no longer relieve anybody: a challenge at every sign-in [northwind]'],
  },
  {
    name: 'companies added',
    policy: [
      'mandates:',
      '  acme: { name: Acme, kind: direct }\n  adatum: { name: Adatum, kind: client, partner: contoso }\nmandates:',
    ],
    changes: ['company Acme added (direct) [acme]', 'company Adatum added (client of Contoso) [adatum]'],
  },
  {
    name: 'a company removed',
    policy: ['  contoso: { name: Contoso, kind: partner }\n', ''],
    changes: ['company Contoso removed: nobody there can sign in, and their sessions end [contoso]'],
  },
  {
    name: 'a company called otherwise, which is no other partner to its clients',
    policy: ['name: Northwind IT', 'name: Northwind Group'],
    changes: ['Northwind IT is called Northwind Group [northwind]'],
  },
  {
    name: 'kind and partner of a company',
    policy: ['kind: client, partner: northwind', 'kind: direct'],
    changes: ['Fabrikam: kind client → direct [fabrikam]', 'Fabrikam: partner Northwind IT → none [fabrikam]'],
  },
  {
    name: 'another partner',
    policy: ['partner: northwind', 'partner: contoso'],
    changes: ['Fabrikam: partner Northwind IT → Contoso [fabrikam]'],
  },
  {
    name: 'the upstream of an app',
    gatehouse: ['http://127.0.0.1:9091', 'http://127.0.0.1:9099'],
    changes: ['app Backup: upstream changed'],
  },
  {
    name: 'the inner name of an app',
    gatehouse: ['path: /backup/,', 'path: /backup/, inner: { path: / },'],
    changes: ['app Backup: inner name changed'],
  },
  {
    name: 'host, public paths and time limits of an app',
    gatehouse: [
      'path: /backup/,',
      'path: /backup/, host: backup.example, public: [/backup/x/], timeouts: { connect: 9s },',
    ],
    changes: ['app Backup: host changed', 'app Backup: public paths changed', 'app Backup: timeouts changed'],
  },
  {
    name: 'who may enter an app, and who cares',
    gatehouse: ['allow: { kinds: [direct] }', 'allow: { kinds: [direct, client] }'],
    changes: ['app Backup: who may enter changed [fabrikam]'],
  },
  {
    name: 'an app for admins only',
    gatehouse: ['allow: { kinds: [direct] }', 'allow: { kinds: [direct], roles: [admin] }'],
    changes: ['app Backup: who may enter changed [backup-direct]'],
  },
  {
    name: 'apps added and removed',
    gatehouse: ['name: Backup', 'name: Vault'],
    changes: ['app Vault added', 'app Backup removed'],
  },
  {
    name: 'how long sessions last',
    gatehouse: ['portal:', 'session: { idle: 30m, absolute: 3d, waiting: 90s, fresh_proof: 5m }\nportal:'],
    changes: [
      'session idle 1h → 30m',
      'session absolute 12h → 3d',
      'session waiting 15m → 90s',
      'session fresh proof 10m → 5m',
    ],
  },
  {
    name: 'how long a sign-up link may be used',
    gatehouse: [
      'portal:',
      'sign_up: { link_life: 2d, people_per_admin_per_hour: 50 }\nnotices: { texts_per_account_per_day: 3 }\nportal:',
    ],
    changes: [
      'sign-up: link life 7d → 48h',
      'sign-up: people per admin and hour 100 → 50',
      'notices: texts per account and day 10 → 3',
    ],
  },
  {
    name: 'one-time codes',
    gatehouse: ['portal:', 'codes: { digits: 8, life: 5m, tries: 3 }\nportal:'],
    changes: ['codes: digits 6 → 8', 'codes: life 10m → 5m', 'codes: tries 5 → 3'],
  },
  {
    name: 'a limit where there was none',
    gatehouse: ['portal:', 'codes: { per_country_per_day: 2000 }\nportal:'],
    changes: ['codes: per country and day no limit → 2000'],
  },
  {
    name: 'connections of one address',
    gatehouse: ['portal:', 'limits: { connections_per_address: 100 }\nportal:'],
    changes: ['connections per address 500 → 100'],
  },
  {
    name: 'another proxy that asks',
    gatehouse: ['portal:', 'forward_auth: { by: nginx, from: [10.0.0.1] }\nportal:'],
    changes: ['forward_auth changed'],
  },
  {
    name: 'what the portal is called',
    gatehouse: ['portal: { name: Portal }', 'portal: { name: Northwind, help: Ring 4711 }'],
    changes: ['portal name Portal → Northwind', 'portal help none → Ring 4711'],
  },
  {
    name: 'the help in one language',
    gatehouse: ['portal: { name: Portal }', 'portal: { name: Portal, help: { en: Ring 4711, de: Rufen Sie 4711 an } }'],
    changes: ['portal help none → Ring 4711 / Rufen Sie 4711 an'],
  },
  {
    name: 'believed proxies',
    gatehouse: ['[10.0.0.1]', '[10.0.0.2]'],
    changes: ['believed proxy 10.0.0.2 added', 'believed proxy 10.0.0.1 removed'],
  },
  {
    name: 'secrets, of which nothing is said',
    gatehouse: ['[{ env: SECRET }, { env: OLD_SECRET }]', '[{ env: NEW_SECRET }, { env: SECRET }]'],
    changes: [
      'a secret added',
      'a secret removed: what it signed or sealed is worth nothing now',
      'another secret signs and seals from now on',
    ],
  },
  {
    name: 'a carrier, of whose address nothing is said',
    gatehouse: ['key=hunter2', 'key=hunter3'],
    changes: ['carrier text-house: settings changed'],
  },
  {
    name: 'the order of carriers',
    gatehouse: ['sms: [text-house]', 'sms: [call-house, text-house]'],
    changes: ['delivery: texts by text-house → call-house, text-house'],
  },
  {
    name: 'seed accounts: what they are given counts at the first start only',
    gatehouse: ['password: hunter2-hunter2-hunter2', 'password: hunter3-hunter3-hunter3'],
    changes: [],
  },
  {
    name: 'seed accounts added and removed',
    gatehouse: ['dora@backup.example', 'dana@backup.example'],
    changes: [
      'seed account dana@backup.example added',
      'seed account dora@backup.example removed: the account itself stays',
    ],
  },
  {
    name: 'the listen address, and the public one that follows it',
    gatehouse: [
      'public_url: http://localhost:8080\nlisten: { host: 127.0.0.1, port: 8080 }',
      'listen: { host: 0.0.0.0, port: 8888 }',
    ],
    changes: [
      'listen 127.0.0.1:8080 → 0.0.0.0:8888: needs a restart (restart)',
      'public_url http://localhost:8080 → http://localhost:8888: needs a restart (restart)',
    ],
  },
  {
    name: 'where metrics are, and how long a stop may take',
    gatehouse: ['portal:', 'metrics: { listen: { port: 9500 } }\nstop_within: 1m\nportal:'],
    changes: ['metrics at nowhere → 127.0.0.1:9500: needs a restart (restart)', 'stop within 30s → 1m'],
  },
  {
    name: 'another directory, of whose URL nothing is said',
    gatehouse: ['db.example/one', 'db.example/two'],
    changes: ['stores: directory changed: needs a restart (restart)'],
  },
  {
    name: 'another session store',
    gatehouse: ['cache.example', 'cache2.example'],
    changes: ['stores: sessions changed: needs a restart (restart)'],
  },
]

for (const { name, policy, gatehouse, changes } of CASES) {
  test(`changes · ${name}`, async (t) => {
    const before = await loaded(t, { gatehouse: GATEHOUSE, policy: POLICY }, { env: ENV })
    const files = { gatehouse: edited(GATEHOUSE, gatehouse), policy: edited(POLICY, policy) }
    const after = await loaded(t, files, { env: ENV })
    const found = changesBetween(before, after)
    assert.deepEqual(found.map(inShort), changes)
    assert.doesNotMatch(JSON.stringify(found), /hunter|secret of more/)
  })
}

test('A21 · changes: a withdrawn require_two_factor changes nothing, and says so', async (t) => {
  const compulsory = POLICY.replace('name: Contoso,', 'name: Contoso, require_two_factor: true,')
  const before = await loaded(t, { gatehouse: GATEHOUSE, policy: compulsory }, { env: ENV })
  const withdrawn = { gatehouse: GATEHOUSE, policy: compulsory.replace('true', 'false') }
  const after = await loaded(t, withdrawn, { env: ENV })
  assert.deepEqual(changesBetween(before, after).map(inShort), [
    'Contoso: require_two_factor withdrawn, which changes nothing: the second factor stays compulsory [contoso]',
  ])
})

test('changes: a setting that nobody wrote a sentence for is named nevertheless', async (t) => {
  const before = await loaded(t, {})
  const after = { ...before, settings: { ...before.settings, motto: 'hunter2' } }
  assert.deepEqual(changesBetween(before, after).map(inShort), ['motto changed'])
})

test('withoutRestart: addresses and stores stay, and hosts of new apps are answered on the port in force', async (t) => {
  const before = await loaded(t, { gatehouse: GATEHOUSE, policy: POLICY }, { env: ENV })
  const moved = `public_url: https://portal.example
listen: { port: 8888 }
${SOUND_GATEHOUSE}  - { name: Backup, host: backup.example, path: /, upstream: 'http://127.0.0.1:9091' }
session: { idle: 30m }
`
  const after = await loaded(t, { gatehouse: moved, policy: SOUND_POLICY }, { env: ENV })
  const { settings, policy } = withoutRestart(before, after)
  assert.deepEqual(settings.listen, before.settings.listen)
  assert.deepEqual(settings.publicUrl, before.settings.publicUrl)
  assert.deepEqual(settings.stores, before.settings.stores)
  assert.deepEqual([...settings.knownHosts].sort(), [
    '127.0.0.1:8080',
    '[::1]:8080',
    'backup.example:8080',
    'localhost:8080',
  ])
  assert.equal(settings.session.idleMs, 30 * 60_000)
  assert.equal(policy, after.policy)
})

function edited(text: string, edit: Edit | undefined): string {
  if (edit === undefined) return text
  assert.ok(text.includes(edit[0]), `"${edit[0]}" stands nowhere`)
  return text.replace(...edit)
}

function inShort({ says, companies, needsRestart }: Change): string {
  return [says, companies.length > 0 ? `[${companies.join(' ')}]` : '', needsRestart ? '(restart)' : '']
    .filter(Boolean)
    .join(' ')
}
