import assert from 'node:assert/strict'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { loadConfiguration } from '../../src/config/load.ts'
import { redisAt } from '../support/redis.ts'
import { tempDir } from '../support/temp-dir.ts'
import { loaded, SECRET, SOUND_GATEHOUSE, SOUND_POLICY, writtenTo } from './written.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

test('the defaults hold where the files say nothing', async (t) => {
  const { settings, policy, dir } = await loaded(t, {})
  assert.deepEqual(settings.listen, { host: '127.0.0.1', port: 8080 })
  assert.deepEqual(settings.session, {
    idleMs: HOUR_MS,
    absoluteMs: 12 * HOUR_MS,
    waitingMs: 15 * MINUTE_MS,
    freshProofMs: 10 * MINUTE_MS,
  })
  assert.deepEqual(settings.signUp, {
    linkLifeMs: 7 * DAY_MS,
    linksPerAccountPerDay: 5,
    linksPerCompanyPerDay: 300,
    peoplePerAdminPerHour: 100,
    peoplePerCompanyPerDay: 300,
    takenPerAdminPerHour: 20,
    takenPerCompanyPerDay: 100,
  })
  assert.deepEqual(settings.codes, {
    digits: 6,
    lifeMs: 10 * MINUTE_MS,
    tries: 5,
    cooldownMs: 30_000,
    refusedPerAccountPerHour: 5,
    perNumberPerHour: 5,
    perAccountPerDay: 20,
    lookupsPerAccountPerHour: 20,
    perAddressPerHour: 30,
    perPrefixPerHour: 50,
    perCompanyPerHour: 200,
    perCountryPerDay: null,
    perDay: 10000,
  })
  assert.deepEqual(settings.stores, {
    directory: { kind: 'sqlite', file: join(dir, 'gatehouse.db') },
    sessions: { kind: 'embedded' },
  })
  assert.deepEqual(settings.believedProxies, [])
  assert.deepEqual(settings.secrets, [SECRET])
  assert.equal(policy.reminder.lastsMs, 48 * HOUR_MS)
  assert.equal(policy.trustedNetworkRelief.challengeEveryMs, 21 * DAY_MS)
  assert.equal(policy.trustedNetworkRelief.bindToBrowser, false)
})

test('every rule of policy knows the line it stands on', async (t) => {
  const { policy, dir } = await loaded(t, {
    policy: `${SOUND_POLICY}
  fabrikam:
    name: Fabrikam
    kind: client
    partner: northwind
    require_two_factor: false
  acme:
    name: Acme
    kind: partner
    trusted_networks:
      - name: Office
        ranges: [192.0.2.0/24]
mandates:
  - kind: partner
    from: 2019-01-01
  - { kind: direct, from: '2019-01-01T00:00:00+01:00' }
reminder: { offered_to: [direct] }
`,
  })
  const line = (number: number) => `${join(dir, 'policy.yaml')}:${number}`
  assert.equal(policy.companies.get('northwind')?.line, line(2))
  assert.equal(policy.companies.get('northwind')?.requireTwoFactorLine, null)
  assert.equal(policy.companies.get('fabrikam')?.line, line(5))
  assert.equal(policy.companies.get('fabrikam')?.requireTwoFactorLine, line(9))
  assert.equal(policy.companies.get('acme')?.trustedNetworks[0]?.line, line(14))
  assert.deepEqual(policy.kindMandates, [
    { kind: 'partner', from: Date.UTC(2019, 0, 1), line: line(17) },
    { kind: 'direct', from: Date.UTC(2018, 11, 31, 23), line: line(19) },
  ])
  assert.deepEqual([...policy.reminder.offeredTo], ['direct'])
  assert.equal(policy.reminder.line, line(20))
})

const ADDRESSES: { name: string; added: string; port?: number; origin: string; listen: number; hosts: string[] }[] = [
  {
    name: 'nothing is said',
    added: '',
    origin: 'http://localhost:8080',
    listen: 8080,
    hosts: ['localhost:8080', '127.0.0.1:8080', '[::1]:8080'],
  },
  {
    name: '--port, and no public address',
    added: '',
    port: 9999,
    origin: 'http://localhost:9999',
    listen: 9999,
    hosts: ['localhost:9999', '127.0.0.1:9999', '[::1]:9999'],
  },
  {
    name: '--port, and the loopback address of the configured port',
    added: 'public_url: http://127.0.0.1:8080\n',
    port: 9999,
    origin: 'http://127.0.0.1:9999',
    listen: 9999,
    hosts: ['127.0.0.1:9999'],
  },
  {
    name: '--port, and a public address that something else maps',
    added: 'public_url: https://portal.example.com\n',
    port: 9999,
    origin: 'https://portal.example.com',
    listen: 9999,
    hosts: ['portal.example.com'],
  },
  {
    name: '--port, and the loopback address of a port of its own',
    added: 'public_url: http://localhost:3000\n',
    port: 9999,
    origin: 'http://localhost:3000',
    listen: 9999,
    hosts: ['localhost:3000', '127.0.0.1:3000', '[::1]:3000'],
  },
  {
    name: 'an app on a host of its own, at the public port',
    added: `  - { name: Tickets, host: tickets.example.com, path: /, upstream: 'http://t' }
public_url: https://portal.example.com:8443
`,
    origin: 'https://portal.example.com:8443',
    listen: 8080,
    hosts: ['portal.example.com:8443', 'tickets.example.com:8443'],
  },
]

for (const { name, added, port, origin, listen, hosts } of ADDRESSES) {
  test(`address and hosts · ${name}`, async (t) => {
    const { settings } = await loaded(t, { gatehouse: SOUND_GATEHOUSE + added }, { port })
    assert.equal(settings.publicUrl.origin, origin)
    assert.equal(settings.listen.port, listen)
    assert.deepEqual([...settings.knownHosts], hosts)
  })
}

test('stores: URLs from the file and from the environment', async (t) => {
  const { settings } = await loaded(
    t,
    {
      gatehouse: `${SOUND_GATEHOUSE}stores:
  directory: { postgres: { env: DATABASE_URL } }
  sessions: { redis: 'redis://127.0.0.1:6379' }
`,
    },
    { env: { SECRET, DATABASE_URL: 'postgres://127.0.0.1/gatehouse' } },
  )
  assert.deepEqual(settings.stores, {
    directory: { kind: 'postgres', url: 'postgres://127.0.0.1/gatehouse', connections: 10 },
    sessions: { kind: 'redis', redis: redisAt('redis://127.0.0.1:6379') },
  })
})

test('stores: a Redis by its URL, Sentinels or cluster, with who signs in to it', async (t) => {
  const env = { SECRET, REDIS_PASSWORD: 'hunter2', REDIS_URL: 'rediss://redis.internal/2' }
  const nobody = { username: null, password: null }
  const cases: [yaml: string, redis: object][] = [
    [
      '{ url: { env: REDIS_URL }, username: gatehouse, password: { env: REDIS_PASSWORD } }',
      { kind: 'server', url: env.REDIS_URL, username: 'gatehouse', password: 'hunter2', tls: { ca: null } },
    ],
    [
      "{ sentinels: [s-1, 's-2:26380'], name: mymaster, sentinel_password: { env: REDIS_PASSWORD }, database: 3 }",
      {
        kind: 'sentinel',
        sentinels: [
          { host: 's-1', port: 26_379 },
          { host: 's-2', port: 26_380 },
        ],
        name: 'mymaster',
        sentinelLogin: { username: null, password: 'hunter2' },
        database: 3,
        ...nobody,
        tls: null,
      },
    ],
    [
      "{ cluster: [r-1, '[2001:db8::1]:7000'], tls: true }",
      {
        kind: 'cluster',
        nodes: [
          { host: 'r-1', port: 6379 },
          { host: '2001:db8::1', port: 7000 },
        ],
        ...nobody,
        tls: { ca: null },
      },
    ],
  ]
  for (const [yaml, redis] of cases) {
    const { settings } = await loaded(
      t,
      { gatehouse: `${SOUND_GATEHOUSE}stores: { sessions: { redis: ${yaml} } }\n` },
      { env },
    )
    assert.deepEqual(settings.stores.sessions, { kind: 'redis', redis })
  }
})

test('the URL of a store may stand in a file, which is never repeated', async (t) => {
  const dataDir = await tempDir(t)
  await writeFile(join(dataDir, 'database_url'), 'postgres://gatehouse:hunter2@db.internal/gatehouse\n')
  await writeFile(join(dataDir, 'redis_url'), 'redis://:hunter2@redis.internal\n')
  const stores =
    'stores: { directory: { postgres: { file: database_url } }, sessions: { redis: { file: redis_url } } }\n'
  const { settings } = await loaded(t, { gatehouse: SOUND_GATEHOUSE + stores }, { dataDir })
  assert.ok(settings.stores.directory.kind === 'postgres' && settings.stores.sessions.kind === 'redis')
  assert.equal(settings.stores.directory.url, 'postgres://gatehouse:hunter2@db.internal/gatehouse')
  assert.ok(settings.stores.sessions.redis.kind === 'server')
  assert.equal(settings.stores.sessions.redis.url, 'redis://:hunter2@redis.internal')

  await writeFile(join(dataDir, 'database_url'), 'mysql://gatehouse:hunter2@db.internal/gatehouse\n')
  await rm(join(dataDir, 'redis_url'))
  const dir = await writtenTo(t, { gatehouse: SOUND_GATEHOUSE + stores })
  const faulty = loadConfiguration(dir, { env: { SECRET }, dataDir })
  assert.ok('faults' in faulty)
  assert.deepEqual(
    faulty.faults.map(({ message }) => message),
    [
      'what stands there is no postgres URL: put postgres://host/… there',
      `there is no file ${join(dataDir, 'redis_url')}: put redis://host/… there`,
    ],
  )
})

const GENERATED = SOUND_GATEHOUSE.replace('{ env: SECRET }', '{ file: keys/secret, generate: true }')

test('a secret that is to be generated is made once, for its owner only, and found again', async (t) => {
  const dataDir = await tempDir(t)
  const first = await loaded(t, { gatehouse: GENERATED }, { dataDir, createSecrets: true })
  const again = await loaded(t, { gatehouse: GENERATED }, { dataDir, createSecrets: true })
  assert.deepEqual(again.settings.secrets, first.settings.secrets)
  assert.ok(first.settings.secrets[0].length >= 32)
  const path = join(dataDir, 'keys/secret')
  assert.equal((await stat(path)).mode & 0o777, 0o600)
  assert.equal((await readFile(path, 'utf8')).trim(), first.settings.secrets[0])
})

test('nothing is written by a check, or when there is a fault', async (t) => {
  const dataDir = await tempDir(t)
  await loaded(t, { gatehouse: GENERATED }, { dataDir })
  const faulty = loaded(t, { gatehouse: `${GENERATED}unknown: 1\n` }, { dataDir, createSecrets: true })
  await assert.rejects(faulty, /unknown key "unknown"/)
  await assert.rejects(stat(join(dataDir, 'keys')), { code: 'ENOENT' })
})

test('the demo has the companies, accounts and apps that scripts rely on', async (t) => {
  const dataDir = await tempDir(t)
  const result = loadConfiguration(join(import.meta.dirname, '../../config/demo'), { env: {}, dataDir })
  assert.ok('configuration' in result)
  const { settings, policy } = result.configuration
  assert.deepEqual(
    settings.seedAccounts.map(({ username, company, role, password }) => [username, company, role, password]),
    [
      ['ada@northwind.example', 'northwind', 'admin', 'correct-horse-battery'],
      ['maria@northwind.example', 'northwind', 'member', 'correct-horse-battery'],
      ['carl@fabrikam.example', 'fabrikam', 'member', 'correct-horse-battery'],
      ['dora@backup.example', 'backup-direct', 'member', 'correct-horse-battery'],
    ],
  )
  assert.deepEqual(
    settings.apps.map(({ path, allow }) => [path, allow.kinds]),
    [
      ['/', []],
      ['/protection/', ['partner', 'client']],
      ['/backup/', ['direct']],
    ],
  )
  assert.deepEqual(
    [...policy.companies.values()].map(({ name, kind, partnerId }) => [name, kind, partnerId]),
    [
      ['Northwind IT', 'partner', null],
      ['Fabrikam', 'client', 'northwind'],
      ['Backup Direct', 'direct', null],
    ],
  )
  assert.deepEqual(policy.companies.get('northwind')?.trustedNetworks[0]?.ranges, ['127.0.0.2/32'])
  assert.deepEqual(policy.kindMandates, [])
})
