import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { SECRET } from '../config/written.ts'
import { policyYaml } from '../support/gateway.ts'
import { accountDir } from './account-stage.ts'
import { PROJECT } from './run.ts'

const GOOD = 'vexed heron zinc mop'
const MARIA = ['maria@northwind.example', '--company', 'northwind', '--name', 'María Peña']

test('account add, list and show: what was added is there, and no secret of it is shown', async (t) => {
  const { account } = await accountDir(t)
  const added = await account(['add', ...MARIA, '--role', 'admin', '--phone', '+44 7400 123402'], `${GOOD}\n`)
  assert.deepEqual(added, { code: 0, stdout: 'Added maria@northwind.example, admin of Northwind IT.\n', stderr: '' })

  const listed = await account(['list', '--json'])
  const [facts] = listed.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  assert.equal(facts?.['username'], 'maria@northwind.example')
  assert.equal(facts?.['email'], 'maria@northwind.example')
  assert.equal(facts?.['phone'], '+447400123402')
  assert.deepEqual(facts?.['factors'], [])
  assert.equal(facts?.['password'], 'argon2id, m=19456,t=2,p=1')
  assert.doesNotMatch(listed.stdout, /\$argon2id/)

  const shown = await account(['show', ' MARIA@Northwind.example '])
  assert.match(shown.stdout, /^name +María Peña$/m)
  assert.match(shown.stdout, /^factors +none$/m)
  assert.match((await account(['list', '--company', 'fabrikam'])).stdout, /^$/)
})

test('account add: the password is never an argument, and a weak one is refused with the reason', async (t) => {
  const { account } = await accountDir(t)
  const argument = await account(['add', ...MARIA, '--password', GOOD])
  assert.equal(argument.code, 2)
  assert.match(argument.stderr, /^"gatehouse account add" has no option --password\./)
  for (const [typed, why] of [
    ['kreuz8ö!', /^Use at least 15 characters\./],
    ['password password', /^This is one of the passwords that are tried first\./],
    ['Maria@Northwind.example', /^Don't use your username/],
    ['', /^No password stands on standard input/],
    [`${GOOD}\n${GOOD}`, /^More than one line stands on standard input/],
  ] as const) {
    const { code, stderr } = await account(['add', ...MARIA], `${typed}\n`)
    assert.equal(code, 1, typed)
    assert.match(stderr, why, typed)
    assert.doesNotMatch(stderr, /heron/)
  }
})

test('R8 · where a mandate is in force, a password beside it may be shorter', async (t) => {
  const policy = policyYaml({ northwind: 'require_two_factor: true' })
  const { account } = await accountDir(t, '', policy)
  assert.equal((await account(['add', ...MARIA, '--password-stdin'], 'kreuz8ö!\n')).code, 0)
})

test('account add: everything that is wrong is said at once, and a username is given once', async (t) => {
  const { account } = await accountDir(t)
  const wrong = ['ma ria', '--company', 'northwnd', '--name', ' ', '--email', 'maria', '--phone', '07400 123402']
  const { code, stderr } = await account(['add', ...wrong], GOOD)
  assert.equal(code, 1)
  assert.deepEqual(stderr.trimEnd().split('\n'), [
    '"ma ria" is no username: write an e-mail address, or up to 64 letters, digits and . _ - +',
    '" " is no name: write 1 to 200 characters',
    'policy has no company "northwnd"',
    '"maria" is no e-mail address',
    '"07400 123402" is no phone number: write it as +44 7400 123456, or name its country with --country',
    'Nothing was added.',
  ])
  await account(['add', ...MARIA, '--phone', '07400 123402', '--country', 'gb'], GOOD)
  const again = await account(['add', ...MARIA], GOOD)
  assert.deepEqual(
    [again.code, again.stderr],
    [1, 'There is an account maria@northwind.example already: nothing was added.\n'],
  )
})

test('A36 · the last admin is kept, whoever asks at the same time; --leave-no-admin says that it is meant', async (t) => {
  const { account } = await accountDir(t)
  for (const name of ['ada', 'maria']) {
    const who = [`${name}@northwind.example`, '--name', name, '--company', 'northwind', '--role', 'admin']
    assert.equal((await account(['add', ...who], GOOD)).code, 0)
  }
  const both = await Promise.all([
    account(['disable', 'ada@northwind.example']),
    account(['set-role', 'maria@northwind.example', 'member']),
  ])
  assert.equal(both.filter(({ code }) => code === 0).length, 1)
  const refused = both.find(({ code }) => code === 1)
  const why = 'Northwind IT needs at least one admin. Make somebody else admin first, or say --leave-no-admin.\n'
  assert.equal(refused?.stderr, why)
  const last = both[0]?.code === 1 ? 'ada@northwind.example' : 'maria@northwind.example'
  assert.equal((await account(['disable', last, '--leave-no-admin'])).code, 0)
})

test('a mistyped --data makes no empty directory, and an unknown name is said', async (t) => {
  const { account } = await accountDir(t)
  const nothing = await account(['list'])
  assert.equal(nothing.code, 1)
  assert.match(nothing.stderr, /^There is no directory at [^\n]+gatehouse\.db: say where it is with --data\.\n$/)
  await account(['add', ...MARIA], GOOD)
  for (const command of [['show'], ['set-password'], ['set-phone', '+447400123402'], ['unlock'], ['enable']]) {
    const [name = '', ...rest] = command
    const { code, stderr } = await account([name, 'nobody@northwind.example', ...rest], GOOD)
    assert.deepEqual([code, stderr], [1, 'There is no account nobody@northwind.example.\n'], name)
  }
})

test('codes are never sent to some kinds of number, so none can be put in', async (t) => {
  const { account } = await accountDir(t)
  await account(['add', ...MARIA], GOOD)
  const premium = await account(['set-phone', 'maria@northwind.example', '+44 909 879 0879'])
  assert.equal(premium.code, 1)
  assert.match(premium.stderr, /^Codes are never sent to a number of the kind of \+449098790879/)
  const member = await account(['set-role', 'maria@northwind.example', 'boss'])
  assert.match(member.stderr, /^"boss" is no role: write admin or member/)
})

test('an account has a language that messages are written in, or that of the browser', async (t) => {
  const { account } = await accountDir(t)
  assert.equal((await account(['add', ...MARIA, '--language', 'DE'], GOOD)).code, 0)
  const [maria = ''] = MARIA
  const language = async (): Promise<unknown> => {
    const shown: unknown = JSON.parse((await account(['show', maria, '--json'])).stdout)
    return typeof shown === 'object' && shown !== null && 'language' in shown ? shown.language : undefined
  }
  assert.equal(await language(), 'de')
  assert.equal((await account(['set-language', maria, 'NONE'])).code, 0)
  assert.equal(await language(), null)
  const french = await account(['set-language', maria, 'FR'])
  assert.equal(french.stdout, `${maria} gets messages in French now.\n`)
  assert.equal(await language(), 'fr')
  const klingon = await account(['set-language', maria, 'tlh'])
  assert.deepEqual(
    [klingon.code, klingon.stderr],
    [
      1,
      '"tlh" is no language that messages are written in: write en, de, fr, es, or none for that of the browser. Nothing was changed.\n',
    ],
  )
  assert.equal((await account(['set-language', maria, 'none'])).code, 0)
  assert.equal(await language(), null)
})

test('account list: whoever reads it may stop at any line, as head does', async (t) => {
  const { account, dir } = await accountDir(t)
  await account(['add', ...MARIA], GOOD)
  const args = ['src/main.ts', 'account', 'list', '--config', dir, '--data', join(dir, 'data')]
  const child = spawn(process.execPath, args, { cwd: PROJECT, env: { SECRET }, stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.destroy()
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  assert.deepEqual([code, stderr], [141, ''])
})

const MISUSES: [args: string[], message: RegExp][] = [
  [[], /^"gatehouse account" needs a command\./],
  [['ad'], /^There is no command "account ad"\./],
  [['show'], /^"gatehouse account show" needs USERNAME\./],
  [['set-phone', 'maria'], /^"gatehouse account set-phone" needs NUMBER\./],
  [['show', 'maria', 'carl'], /^"carl" is one word too many\./],
  [['add', 'maria'], /^"gatehouse account add" needs --company\./],
  [['add', ...MARIA, '--role', 'boss'], /^"boss" is no role/],
  [['add', ...MARIA, '--country', 'GBR'], /^"GBR" is no country/],
  [['list', '--json=yes'], /^--json takes no value\./],
]

for (const [args, message] of MISUSES) {
  test(`gatehouse account ${args.join(' ')}: one plain line, exit code 2`, async (t) => {
    const { code, stdout, stderr } = await (await accountDir(t)).account(args)
    assert.match(stderr, message)
    assert.match(stderr, /^[^\n]+"gatehouse --help" shows what there is\.\n$/)
    assert.deepEqual([stdout, code], ['', 2])
  })
}

test('at a terminal the password is asked for twice and not shown', async (t) => {
  const { dir, account } = await accountDir(t)
  await account(['add', ...MARIA], GOOD)
  const places = `--config ${dir} --data ${join(dir, 'data')}`
  const command = `${process.execPath} src/main.ts account set-password maria@northwind.example ${places}`

  async function typed(...lines: string[]): Promise<{ code: number | null; screen: string }> {
    const options = { cwd: PROJECT, env: { ...process.env, SECRET } }
    const terminal = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], options)
    const waiting = [...lines]
    let seen = ''
    terminal.stdout.on('data', (chunk: Buffer) => {
      seen += chunk.toString()
      if (!/(New password for [^\n]*|The same again): $/.test(seen)) return
      seen = ''
      terminal.stdin.write(waiting.shift() ?? '')
    })
    const { promise: code, resolve } = Promise.withResolvers<number | null>()
    terminal.on('close', resolve)
    const screen = await text(terminal.stdout)
    return { code: await code, screen }
  }

  const changed = await typed(`${GOOD} pot\r`, `${GOOD} pot\r`)
  assert.match(changed.screen, /maria@northwind\.example has a new password, and is signed out everywhere\./)
  assert.doesNotMatch(changed.screen, /heron/)
  assert.equal(changed.code, 0)
  const different = await typed(`${GOOD} pan\r`, `${GOOD} pam\r`)
  assert.match(different.screen, /The two are not the same: nothing was changed\./)
  assert.equal(different.code, 1)
  assert.equal((await typed('half a passw\u0003')).code, 130)
})
