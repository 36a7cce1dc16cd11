import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { CERTIFICATE, KEY } from '../support/certificate.ts'
import { tempDir } from '../support/temp-dir.ts'
import { faultsOf, SOUND_GATEHOUSE, type Written } from './written.ts'

interface Case {
  name: string
  /** Stands below `SOUND_GATEHOUSE`, from line 4 on: another app, or other keys. */
  added: string
  faults: string[]
}

const NO_ENV = 'put 32 characters or more there, as "openssl rand -base64 32" prints them'

const CASES: Case[] = [
  {
    name: 'an app without upstream',
    added: '  - { name: Backup, path: /backup/ }\n',
    faults: ['gatehouse.yaml:4:5: "upstream" is missing: add it, as "upstream: http://127.0.0.1:9090"'],
  },
  {
    name: 'upstreams that are no origin',
    added: `  - { name: A, path: /a/, upstream: 'http://127.0.0.1:9090/a' }
  - { name: B, path: /b/, upstream: 'ftp://127.0.0.1' }
  - { name: C, path: /c/, upstream: 'http://maria:pw@127.0.0.1' }
  - { name: D, path: /d/, upstream: }
`,
    faults: [
      'gatehouse.yaml:4:37: "http://127.0.0.1:9090/a" is more or other than scheme, host and port: write http://127.0.0.1:9090',
      'gatehouse.yaml:5:37: "ftp://127.0.0.1" is no web address: write scheme and host, as https://portal.example.com',
      'gatehouse.yaml:6:37: "http://…@127.0.0.1" is more or other than scheme, host and port: write http://127.0.0.1',
      'gatehouse.yaml:7:27: this is no upstream: write an origin, as http://127.0.0.1:9090',
    ],
  },
  {
    name: 'inner names that say nothing, or what cannot be',
    added: `  - { name: A, path: /a/, upstream: 'http://a', inner: {} }
  - { name: B, path: /b/, upstream: 'http://b', inner: { path: /b/ } }
  - { name: C, path: /c/, upstream: 'http://c', inner: { path: inner/ } }
  - { name: D, path: /d/, upstream: 'http://d', inner: { path: /inner } }
  - { name: E, path: /e/, upstream: 'http://e', inner: { origin: 'https://portal.example.com' } }
  - { name: F, path: /f/, upstream: 'http://f', inner: { origin: 'http://f.intern/f', path: /x/../ } }
  - { name: G, path: /g/, upstream: 'http://g', inner: { outer: /g/, path: / } }
public_url: https://portal.example.com
`,
    faults: [
      'gatehouse.yaml:4:56: this says nothing: write the origin by which the app knows itself, its path there, or both',
      'gatehouse.yaml:5:64: /b/ is the path of the app as it is: leave it out, or write another',
      'gatehouse.yaml:6:64: "inner/" does not begin with "/": write the whole path from the root of the site',
      'gatehouse.yaml:7:64: "/inner" does not end with "/": write /inner/',
      'gatehouse.yaml:8:66: people reach the gateway by https://portal.example.com: write how the app knows itself, or leave it out if that is how',
      'gatehouse.yaml:9:66: "http://f.intern/f" is more or other than scheme, host and port: write http://f.intern',
      'gatehouse.yaml:9:93: "/x/../" holds a dot segment: write the path it leads to',
      'gatehouse.yaml:10:58: unknown key "outer": there is origin, path',
    ],
  },
  {
    name: 'a route that shadows another: the same host and path, in capitals or not',
    added: `  - { name: A, path: /, upstream: 'http://a' }
  - { name: B, path: /backup/, upstream: 'http://b', host: b.example.com }
  - { name: C, path: /Backup/, upstream: 'http://c', host: b.example.com }
`,
    faults: [
      'gatehouse.yaml:4:22: "Portal" has the same host and path: give this app others',
      'gatehouse.yaml:6:22: "B" has the same host and path: give this app others',
    ],
  },
  {
    name: 'a route that shadows another whose upstream is faulty too',
    added: `  - { name: Portal, path: /, upstream: nowhere }
`,
    faults: [
      'gatehouse.yaml:4:13: another app is called "Portal": give each a name of its own',
      'gatehouse.yaml:4:27: "Portal" has the same host and path: give this app others',
      'gatehouse.yaml:4:40: "nowhere" is no web address: write scheme and host, as https://portal.example.com',
    ],
  },
  {
    name: 'an app that no request reaches, since one that names the host comes first',
    added: `  - { name: Own, path: /, upstream: 'http://own', host: portal.example.com }
public_url: https://portal.example.com
`,
    faults: [
      'gatehouse.yaml:3:27: no request reaches this app, "Own" comes first on every host: give it a host, or another path',
    ],
  },
  {
    name: "an app in the gateway's own place",
    added: "  - { name: A, path: /_gatehouse/a/, upstream: 'http://a' }\n",
    faults: ['gatehouse.yaml:4:22: /_gatehouse/a/ belongs to the gateway itself: choose another path'],
  },
  {
    name: 'paths that are none',
    added: `  - { name: A, path: /a, upstream: 'http://a' }
  - { name: B, path: b/, upstream: 'http://a' }
  - { name: C, path: /c//d/, upstream: 'http://a' }
`,
    faults: [
      'gatehouse.yaml:4:22: "/a" does not end with "/": write /a/',
      'gatehouse.yaml:5:22: "b/" does not begin with "/": write the whole path from the root of the site',
      'gatehouse.yaml:6:22: "/c//d/" holds "//": write a single "/"',
    ],
  },
  {
    name: "R21 · public paths that are outside of their app, another app's, or ambiguous",
    added: `  - name: Backup
    path: /backup/
    upstream: http://b
    public:
      - /assets/
      - /backup/inner/logo.png
      - /backup/a/../b/
      - /backup/%61/
      - /backup/a;b/
      - /backup/ok/
      - /backup/ok/
      - /backup/name./
  - { name: Inner, path: /backup/inner/, upstream: 'http://i' }
`,
    faults: [
      'gatehouse.yaml:8:9: /assets/ is outside of this app: write a path that begins with /backup/',
      'gatehouse.yaml:9:9: /backup/inner/logo.png is a path of "Inner": list it there, or remove it',
      'gatehouse.yaml:10:9: "/backup/a/../b/" holds a dot segment: write the path it leads to',
      'gatehouse.yaml:11:9: "/backup/%61/" holds "%": a path here has no encoded or special characters',
      'gatehouse.yaml:12:9: "/backup/a;b/" holds ";": a path here has no encoded or special characters',
      'gatehouse.yaml:14:9: /backup/ok/ stands here twice: keep one',
      'gatehouse.yaml:15:9: "/backup/name./" can be read in more than one way: write a plain path, as /backup/',
    ],
  },
  {
    name: 'companies and kinds that policy does not have',
    added: `  - name: Backup
    path: /backup/
    upstream: http://b
    allow: { companies: [backup, northwind], kinds: [partners], roles: [boss] }
`,
    faults: [
      'gatehouse.yaml:7:26: policy has no company "backup": there is northwind, backup-direct',
      'gatehouse.yaml:7:54: "partners" is not possible: did you mean "partner"?',
      'gatehouse.yaml:7:73: "boss" is not possible: there is admin, member',
    ],
  },
  {
    name: 'hosts with a port or in capitals, and origins with a path',
    added: `  - { name: A, path: /, upstream: 'http://a', host: 'a.example.com:8080' }
  - { name: B, path: /, upstream: 'http://a', host: B.example.com, websocket_origins: [https://x.example.com/y] }
`,
    faults: [
      'gatehouse.yaml:4:53: "a.example.com:8080" is not possible: write a host name in lower case and without a port, as backup.example.com',
      'gatehouse.yaml:5:53: "B.example.com" is not possible: write a host name in lower case and without a port, as backup.example.com',
      'gatehouse.yaml:5:88: "https://x.example.com/y" is more or other than scheme, host and port: write https://x.example.com',
    ],
  },
  {
    name: 'unknown keys, at any depth',
    added: `potral: { name: Northwind }
listen: { prot: 8080 }
codes: { colour: red }
`,
    faults: [
      'gatehouse.yaml:4:1: unknown key "potral": did you mean "portal"?',
      'gatehouse.yaml:5:11: unknown key "prot": did you mean "port"?',
      'gatehouse.yaml:6:10: unknown key "colour": there is digits, life, tries, resend_after, refused_per_account_per_hour, per_number_per_hour, per_account_per_day, lookups_per_account_per_hour, per_address_per_hour, per_prefix_per_hour, per_company_per_hour, per_country_per_day, per_day',
    ],
  },
  {
    name: 'R2 · codes that are shorter or live longer than they may',
    added: 'codes: { digits: 5, life: 11m, tries: 100 }\n',
    faults: [
      'gatehouse.yaml:4:18: 5 is not possible: write a whole number from 6 to 10',
      'gatehouse.yaml:4:27: 11m is out of bounds: write a whole number and a unit, from 1m to 10m, as 30s, 10m, 48h or 21d',
      'gatehouse.yaml:4:39: 100 is not possible: write a whole number from 1 to 10',
    ],
  },
  {
    name: 'help in no language that there is, and in none',
    added: `portal: { help: { en: Call 4711, it: Chiami 4711, de: '' } }\n`,
    faults: [
      'gatehouse.yaml:4:34: unknown key "it": there is en, de, fr, es',
      'gatehouse.yaml:4:55: this is empty: write some text',
    ],
  },
  {
    name: 'numbers, durations and text of another type',
    added: `portal: { name: 4711, help: [4711] }
listen: { host: 127.0.0.1, port: '8080' }
session: { idle: 60, absolute: }
`,
    faults: [
      'gatehouse.yaml:4:17: a number cannot stand here: write text, in quotes',
      'gatehouse.yaml:4:29: this is no text: write some, or one for each language, as { en: …, de: … }',
      'gatehouse.yaml:5:34: this is no number: write a whole number from 1 to 65535',
      'gatehouse.yaml:6:18: this is no duration: write a whole number and a unit, from 1m to 24h, as 30s, 10m, 48h or 21d',
      'gatehouse.yaml:6:22: this is no duration: write a whole number and a unit, from 5m to 30d, as 30s, 10m, 48h or 21d',
    ],
  },
  {
    name: 'a session that idles longer than it lasts',
    added: 'session: { idle: 13h }\n',
    faults: ['gatehouse.yaml:4:18: idle is longer than absolute: write a shorter one'],
  },
  {
    name: 'a public address that is no origin',
    added: 'public_url: https://portal.example.com/\n',
    faults: [
      'gatehouse.yaml:4:13: "https://portal.example.com/" is more or other than scheme, host and port: write https://portal.example.com',
    ],
  },
  {
    name: 'stores that are none, are two, or do not fit together',
    added: `stores:
  directory: { sqlite: a.db, postgres: 'mysql://maria:secret@db/x' }
  sessions: { redsi: 'redis://127.0.0.1' }
`,
    faults: [
      'gatehouse.yaml:5:14: exactly one belongs here: write { sqlite: FILE } or { postgres: URL }',
      'gatehouse.yaml:5:40: this is no postgres URL: write postgres://host/…, or say where it is: { env: NAME } or { file: PATH }',
      'gatehouse.yaml:6:13: "redis" is missing: add it',
      'gatehouse.yaml:6:15: unknown key "redsi": did you mean "redis"?',
    ],
  },
  {
    name: 'embedded sessions beside a Postgres, whose URL is not set',
    added: 'stores: { directory: { postgres: { env: DATABASE_URL } } }\n',
    faults: [
      'gatehouse.yaml:4:9: embedded sessions are kept in the SQLite file, and there is none: write "sessions: { redis: URL }"',
      'gatehouse.yaml:4:34: the environment variable DATABASE_URL is not set: put postgres://host/… there',
    ],
  },
  {
    name: 'a Redis in two ways at once, and in none',
    added:
      "stores: { directory: { postgres: 'postgres://db/x' }, sessions: { redis: { url: 'redis://r', cluster: [r] } } }\n",
    faults: ['gatehouse.yaml:4:74: exactly one belongs here: write url, sentinels (with name) or cluster'],
  },
  {
    name: 'Sentinels without a name, and keys that belong elsewhere',
    added: `stores:
  directory: { sqlite: a.db, connections: 20 }
  sessions:
    redis:
      sentinels: ['redis-1:26379']
      ca: no-such.pem
`,
    faults: [
      'gatehouse.yaml:5:30: connections are those to a Postgres: remove it',
      'gatehouse.yaml:8:7: what they call the master is missing: add "name: mymaster"',
      'gatehouse.yaml:9:7: without TLS it is of no use: write "tls: true", or a rediss:// URL',
      'gatehouse.yaml:9:11: the file no-such.pem cannot be read (ENOENT): put the certificate of the authority there, as PEM',
    ],
  },
  {
    name: 'a cluster: keys of Sentinel, a node that is none, a password in the clear',
    added: `stores:
  sessions:
    redis:
      cluster: ['redis-1', 'redis 2']
      password: hunter2
`,
    faults: [
      'gatehouse.yaml:7:28: "redis 2" is not possible: write host and port, as redis-1.internal:6379',
      'gatehouse.yaml:8:17: a secret does not stand here itself: write { env: NAME } or { file: PATH }',
    ],
  },
  {
    name: 'a cluster with what belongs to Sentinels and to URLs',
    added: `stores:
  sessions:
    redis: { cluster: [redis-1], name: mymaster, database: 3, password: { env: REDIS_PASSWORD } }
`,
    faults: [
      'gatehouse.yaml:6:34: "name" belongs beside sentinels: remove it',
      'gatehouse.yaml:6:50: "database" belongs beside sentinels; a URL names its own, and a cluster has but one: remove it',
      'gatehouse.yaml:6:73: the environment variable REDIS_PASSWORD is not set: put it there',
    ],
  },
  {
    name: 'R8 · seed accounts: weak or doubled passwords, unknown companies, one name twice',
    added: `seed_accounts:
  - { username: maria@northwind.example, name: Maria, company: northwnd, password: short }
  - { username: MARIA@northwind.example, name: Maria, company: northwind, password: 123456789012345 }
  - { username: carl, name: Carl, company: northwind, password: 'passwordpassword', role: boss }
  - { username: dora, name: Dora, company: northwind }
  - { username: ada, name: Ada, company: northwind, password_hash: '$2b$10$x', phone: '506-234-5678' }
`,
    faults: [
      'gatehouse.yaml:5:64: policy has no company "northwnd": did you mean "northwind"?',
      'gatehouse.yaml:5:84: weak password: Use at least 15 characters. A few words are easy to remember.',
      'gatehouse.yaml:6:17: another account is called "maria@northwind.example": keep one',
      'gatehouse.yaml:6:85: a number cannot stand here: write text, in quotes',
      'gatehouse.yaml:7:65: weak password: This is one of the passwords that are tried first. Use another one.',
      'gatehouse.yaml:7:91: "boss" is not possible: there is admin, member',
      'gatehouse.yaml:8:5: exactly one belongs to an account: write password or password_hash',
      'gatehouse.yaml:9:68: this is no Argon2id hash: write it as $argon2id$v=19$m=19456,t=2,p=1$…',
      'gatehouse.yaml:9:87: "506-234-5678" is not possible: write it in E.164, as +15062345678',
    ],
  },
]

for (const { name, added, faults } of CASES) {
  test(`gatehouse fault · ${name}`, async (t) => {
    assert.deepEqual(await faultsOf(t, { gatehouse: SOUND_GATEHOUSE + added }), faults)
  })
}

const APPS = "apps: [{ name: Portal, path: /, upstream: 'http://a' }]\n"

test('gatehouse fault · secrets that are missing, short, or stand in the file; none is repeated', async (t) => {
  const gatehouse = `${APPS}secrets:
  - { env: NOT_SET }
  - { env: SHORT }
  - { file: nowhere }
  - hunter2hunter2hunter2hunter2hunter2
  - { file: made-at-start, generate: true }
`
  const faults = await faultsOf(t, { gatehouse }, { SHORT: 'hunter2' })
  assert.deepEqual(faults, [
    `gatehouse.yaml:3:5: the environment variable NOT_SET is not set: ${NO_ENV}`,
    `gatehouse.yaml:4:5: the secret that stands there has 7 characters: ${NO_ENV}`,
    `gatehouse.yaml:5:5: there is no secret file nowhere: ${NO_ENV}`,
    'gatehouse.yaml:6:5: a secret does not stand here itself: write { env: NAME } or { file: PATH }',
  ])
})

test('gatehouse fault · identity under names that mean something else, and a credential that is nowhere', async (t) => {
  const identity = `{ headers: { Cookie: user, X-Remote-User: user, 'X Y': name, X-Role: rank }, basic: { username: 'a:b', password: { env: NOT_SET } } }`
  const unset = `{ basic: { username: a, password: { env: NOT_SET } } }`
  const faults = await faultsOf(t, {
    gatehouse: `${SOUND_GATEHOUSE}  - { name: A, path: /a/, upstream: 'http://a', identity: ${identity} }\n  - { name: B, path: /b/, upstream: 'http://b', identity: ${unset} }\n`,
  })
  assert.deepEqual(faults.map((fault) => fault.slice(fault.indexOf(': ') + 2)).toSorted(), [
    '"X Y" is not possible: write the name of a header, as X-Remote-User',
    '"a:b" is not possible: write a name without a colon',
    '"rank" is not possible: there is user, name, email, company, company_kind, role',
    'Cookie has a meaning of its own: choose another name, as X-Remote-User',
    'the environment variable NOT_SET is not set: put it there',
  ])
  const neither = await faultsOf(t, {
    gatehouse: `${SOUND_GATEHOUSE}  - { name: A, path: /a/, upstream: 'http://a', identity: { basic: per_person } }\n`,
  })
  assert.deepEqual(
    neither.map((fault) => fault.slice(fault.indexOf(': ') + 2)),
    ['this is no credential: write per_account, or username and password of an account there'],
  )
})

test('gatehouse fault · certificates of and for apps', async (t) => {
  const dir = await tempDir(t)
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' })
  await Promise.all([
    writeFile(join(dir, 'cert.pem'), CERTIFICATE),
    writeFile(join(dir, 'key.pem'), KEY),
    writeFile(join(dir, 'other.pem'), other),
  ])
  const app = (name: string, tls: string, scheme = 'https'): string =>
    `  - { name: ${name}, path: /${name}/, upstream: '${scheme}://a', tls: { ${tls.replaceAll('DIR', dir)} } }\n`
  const faults = await faultsOf(t, {
    gatehouse:
      SOUND_GATEHOUSE +
      app('a', 'ca: DIR/none.pem') +
      app('b', 'ca: DIR/key.pem') +
      app('c', 'certificate: DIR/cert.pem') +
      app('d', 'certificate: DIR/cert.pem, key: DIR/other.pem') +
      app('e', 'ca: DIR/cert.pem', 'http') +
      app('f', 'ca: DIR/cert.pem, certificate: DIR/cert.pem, key: DIR/key.pem'),
  })
  assert.deepEqual(
    faults.map((fault) => fault.replaceAll(`${dir}/`, '').replace(/^(\S+?:\d+):\d+/, '$1')),
    [
      'gatehouse.yaml:4: the file none.pem cannot be read (ENOENT): put a PEM text there',
      'gatehouse.yaml:5: the file key.pem does not hold that: put a PEM text there',
      'gatehouse.yaml:6: certificate and key go together: write both, or neither',
      'gatehouse.yaml:7: this is the key of another certificate: name the one that belongs to it',
      'gatehouse.yaml:8: the upstream is not reached over TLS: write https:// there, or remove this',
    ],
  )
})

test('gatehouse fault · nothing of what must be there is there', async (t) => {
  const missing = [
    'gatehouse.yaml:1:1: "apps" is missing: add it, as "apps: [{ name: Portal, path: /, upstream: http://127.0.0.1:9090 }]"',
    'gatehouse.yaml:1:1: "secrets" is missing: add it, as "secrets: [{ env: GATEHOUSE_SECRET }]"',
  ]
  assert.deepEqual(await faultsOf(t, { gatehouse: '# nothing\n' }), missing)
  assert.deepEqual(await faultsOf(t, { gatehouse: 'secrets: []\napps: []\n' }), [
    'gatehouse.yaml:1:10: no secret stands here: add one, as { env: GATEHOUSE_SECRET }',
    'gatehouse.yaml:2:7: no app stands here: add at least one, with name, path and upstream',
  ])
})

test('the faults of both files come out in one go, by file, line and column', async (t) => {
  const files: Written = {
    gatehouse: `${SOUND_GATEHOUSE}listen: { port: 0 }\nportal: { nam: x }\n`,
    policy: 'companies:\n  northwind: { name: Northwind IT, kind: prtner }\nreminder: { lasts: 1m }\n',
  }
  assert.deepEqual(
    (await faultsOf(t, files)).map((line) => line.slice(0, line.indexOf(': '))),
    ['gatehouse.yaml:4:17', 'gatehouse.yaml:5:11', 'policy.yaml:2:42', 'policy.yaml:3:20'],
  )
})
