import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { SECRET, SOUND_GATEHOUSE, writtenTo } from '../config/written.ts'
import { tempDir } from '../support/temp-dir.ts'
import { gatehouse } from './run.ts'

const FAULTY_POLICY = `companies:
  northwind: { name: Northwind IT, kind: partner, trusted_networks: [{ name: Office, ranges: [192.0.2.1/24] }] }
  fabrikam: { name: Fabrikam, kind: client, trusted_networks: [{ name: Home, ranges: [192.0.2.0/24] }] }
`

const EXPECTED = [
  'gatehouse.yaml:1:11: the environment variable SECRET is not set: put 32 characters or more there, as "openssl rand -base64 32" prints them',
  'gatehouse.yaml:4:1: unknown key "sesion": did you mean "session"?',
  'policy.yaml:2:95: "192.0.2.1/24" has bits set below its prefix: write 192.0.2.0/24',
  'policy.yaml:3:3: a client company must name its partner: add "partner: northwind"',
  'policy.yaml:3:45: a client company has no trusted network, its people are challenged at every sign-in: remove this',
]

for (const command of ['check', 'serve']) {
  test(`A28 · gatehouse ${command}: every fault of both files on stderr, exit code 2`, async (t) => {
    const dir = await writtenTo(t, { gatehouse: `${SOUND_GATEHOUSE}sesion: { idle: 1h }\n`, policy: FAULTY_POLICY })
    const { code, stdout, stderr } = await gatehouse([command, '--config', dir, '--data', dir])
    assert.equal(stderr, `${EXPECTED.map((line) => join(dir, line)).join('\n')}\n`)
    assert.equal(stdout, '')
    assert.equal(code, 2)
  })
}

test('gatehouse check: files are named as the operator named them', async (t) => {
  const dir = await tempDir(t)
  const { code, stderr } = await gatehouse(['check'], {}, dir)
  const fault = 'there is no such file: create it, or name the directory it is in with --config'
  assert.equal(stderr, `config/gatehouse.yaml:1:1: ${fault}\nconfig/policy.yaml:1:1: ${fault}\n`)
  assert.equal(code, 2)
})

test('gatehouse check: says what it read, exit code 0', async (t) => {
  const dir = await writtenTo(t, {})
  await writeFile(join(dir, 'secret'), SECRET)
  const { code, stdout, stderr } = await gatehouse(['check', `--config=${dir}`], { SECRET })
  assert.equal(stdout, `${dir} is sound: 1 app, 2 companies, 0 seed accounts, at http://localhost:8080\n`)
  assert.equal(stderr, '')
  assert.equal(code, 0)
})

test('the commented examples and the demo are sound', async () => {
  const examples = await gatehouse(['check'], { GATEHOUSE_SECRET: SECRET })
  assert.deepEqual([examples.code, examples.stderr], [0, ''])
  const demo = await gatehouse(['check', '--config', 'config/demo'])
  assert.deepEqual([demo.code, demo.stderr], [0, ''])
})

const MISUSES: [args: string[], message: RegExp][] = [
  [[], /^No command was given\./],
  [['srve'], /^There is no command "srve"\./],
  [['serve', '--prot', '1'], /^"gatehouse serve" has no option --prot\./],
  [['check', '--port', '1'], /^"gatehouse check" has no option --port\./],
  [['serve', '--port'], /^--port needs a value\./],
  [['serve', '--config', '--data', 'x'], /^--config needs a value\./],
  [['serve', '--port', '65536'], /^"65536" is no port: give a number from 1 to 65535\./],
  [['serve', '--port', '0x50'], /^"0x50" is no port/],
  [['serve', 'config'], /^"config" is one word too many\./],
]

for (const [args, message] of MISUSES) {
  test(`gatehouse ${args.join(' ')}: one plain line, exit code 2`, async () => {
    const { code, stdout, stderr } = await gatehouse(args)
    assert.match(stderr, message)
    assert.match(stderr, /^[^\n]+"gatehouse --help" shows what there is\.\n$/)
    assert.equal(stdout, '')
    assert.equal(code, 2)
  })
}

test('gatehouse --help and --version', async () => {
  const help = await gatehouse(['--help'])
  assert.match(help.stdout, /gatehouse serve \[--config DIR\] \[--port N\] \[--data DIR\] \[--workers N\]/)
  assert.equal(help.code, 0)
  const version = await gatehouse(['--version'])
  assert.match(version.stdout, /^gatehouse \d+\.\d+\.\d+\n$/)
  assert.equal(version.code, 0)
})
