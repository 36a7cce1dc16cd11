import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { formatFault } from '../../src/config/fault.ts'
import { loadConfiguration } from '../../src/config/load.ts'
import { faultsOf, loaded, SOUND_POLICY, writtenTo } from './written.ts'

const CASES: { name: string; policy: string; faults: string[] }[] = [
  {
    name: 'a key that stands there twice, and what else is wrong',
    policy: `${SOUND_POLICY}  northwind: { name: Second, kind: partner }
reminder: { lasts: 1m }
`,
    faults: [
      'policy.yaml:4:3: this key stands here twice: keep one of the two',
      'policy.yaml:5:20: 1m is out of bounds: write a whole number and a unit, from 1h to 30d, as 30s, 10m, 48h or 21d',
    ],
  },
  {
    name: 'tags, known ones and others',
    policy: `${SOUND_POLICY}  acme: { name: !!js/function 'x', kind: !!str partner }\n`,
    faults: [
      'policy.yaml:4:31: the tag tag:yaml.org,2002:js/function is not allowed here: write the plain value',
      'policy.yaml:4:48: the tag tag:yaml.org,2002:str is not allowed here: write the plain value',
    ],
  },
  {
    name: 'an alias of nothing',
    policy: `${SOUND_POLICY}  acme: *other\n`,
    faults: ['policy.yaml:4:9: there is no anchor &other before this: write the value'],
  },
  {
    name: 'a version directive, which would bring other rules along',
    policy: `%YAML 1.1\n---\n${SOUND_POLICY}`,
    faults: ['policy.yaml:1:1: a %YAML directive is not allowed here: leave it out, the file is read as YAML 1.2'],
  },
  {
    name: 'a second document',
    policy: `${SOUND_POLICY}---\nreminder: {}\n`,
    faults: ['policy.yaml:4:1: a second document begins here: keep everything in one, without "---"'],
  },
  {
    name: 'a tab',
    policy: 'companies:\n\tnorthwind: {}\n',
    faults: ['policy.yaml:2:1: a tab indents this line: use spaces'],
  },
  {
    name: 'merge keys and prototypes',
    policy: `${SOUND_POLICY}  acme: { name: Acme, kind: direct, <<: { kind: partner } }
  __proto__: { name: Proto, kind: partner }
`,
    faults: ['policy.yaml:5:3: unknown key "__proto__": remove it'],
  },
]

for (const { name, policy, faults } of CASES) {
  test(`R39 · ${name}`, async (t) => {
    assert.deepEqual(await faultsOf(t, { policy }), faults)
  })
}

test('R39 · an alias bomb is refused before it goes off', async (t) => {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const inner = level === 0 ? 'x' : Array.from({ length: 9 }, () => `*a${level - 1}`).join(', ')
    return `a${level}: &a${level} [${inner}]`
  })
  assert.deepEqual(await faultsOf(t, { policy: levels.join('\n') }), [
    'policy.yaml:3:15: more than 10 aliases: write the values out',
  ])
})

test('a few aliases are fine', async (t) => {
  const policy = `${SOUND_POLICY}  acme:
    name: Acme
    kind: partner
    trusted_networks: &office [{ name: Office, ranges: [192.0.2.0/24] }]
  other: { name: Other, kind: partner, trusted_networks: *office }
`
  const { policy: read } = await loaded(t, { policy })
  assert.deepEqual(read.companies.get('other')?.trustedNetworks[0]?.ranges, ['192.0.2.0/24'])
})

test('a file that is not there is a fault like any other', async (t) => {
  const dir = await writtenTo(t, {})
  await rm(join(dir, 'policy.yaml'))
  const result = loadConfiguration(dir, { env: {}, dataDir: dir })
  assert.deepEqual('faults' in result && result.faults.map((fault) => formatFault(fault).replace(`${dir}/`, '')), [
    'gatehouse.yaml:1:11: the environment variable SECRET is not set: put 32 characters or more there, as "openssl rand -base64 32" prints them',
    'policy.yaml:1:1: there is no such file: create it, or name the directory it is in with --config',
  ])
})
