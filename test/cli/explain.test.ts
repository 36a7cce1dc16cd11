import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { asText } from '../../src/cli/explain-text.ts'
import type { Account } from '../../src/domain/account.ts'
import type { Explanation } from '../../src/explanation.ts'
import { freePort } from '../support/free-port.ts'
import { tempDir } from '../support/temp-dir.ts'
import { gatehouse, started } from './run.ts'

const DEMO = join('config', 'demo')

/** What the demo keeps, after it ran once. */
async function demoData(t: TestContext): Promise<string> {
  const data = await tempDir(t)
  const port = String(await freePort())
  const running = started(t, ['serve', '--config', DEMO, '--port', port, '--data', data])
  await running.line(/Ctrl\+C/)
  running.child.kill('SIGTERM')
  await running.exitCode
  return data
}

test('explain: a sign-in and a URL, as text and as JSON, by the line of policy', async (t) => {
  const data = await demoData(t)
  const places = ['--config', DEMO, '--data', data]
  const policy = (await readFile(join(DEMO, 'policy.yaml'), 'utf8')).split('\n')
  const line = `config/demo/policy.yaml:${policy.indexOf('reminder:') + 1}`
  const asked = ['--ip', '127.0.0.2', '--at', '2027-01-01', '--url', '/backup/x']

  const text = await gatehouse(['explain', '--account', 'Maria@Northwind.example', ...asked, ...places])
  assert.deepEqual(text, {
    code: 0,
    stderr: '',
    stdout: `Account    maria@northwind.example, member of Northwind IT (partner)
Address    127.0.0.2, in the trusted network Head office
Time       2027-01-01T00:00:00.000Z
Decision   enroll: a second factor is to be set up, or put off
Reason     This account has no second factor yet. It may put that off for 48 hours.
Asked      1. This account has no second factor yet.
           2. A second factor is not compulsory in Northwind IT.
           3. In a partner company it may be put off for 48 hours.
           4. No reminder was taken.
Policy     ${line}
URL        /backup/x
App        Backup
Entry      No. To Backup, only people of direct companies may enter.
`,
  })

  const json = await gatehouse(['explain', '--account', 'maria@northwind.example', ...asked, ...places, '--json'])
  assert.equal(json.code, 0)
  assert.deepEqual(JSON.parse(json.stdout), {
    account: 'maria@northwind.example',
    role: 'member',
    company: 'northwind',
    company_kind: 'partner',
    address: '127.0.0.2',
    trusted_network: 'Head office',
    at: '2027-01-01T00:00:00.000Z',
    decision: 'enroll',
    reason: 'no_factor',
    because: 'This account has no second factor yet. It may put that off for 48 hours.',
    policy_line: line,
    rules: [
      { name: 'factor', finding: 'This account has no second factor yet.' },
      { name: 'mandate', finding: 'A second factor is not compulsory in Northwind IT.' },
      { name: 'reminder_offer', finding: 'In a partner company it may be put off for 48 hours.' },
      { name: 'reminder', finding: 'No reminder was taken.' },
    ],
    reminder_offered: true,
    supposing: null,
    url: {
      url: '/backup/x',
      app: 'Backup',
      decision: 'deny',
      reason: 'not_allowed',
      because: 'To Backup, only people of direct companies may enter.',
      inner: null,
    },
  })

  const unknown = await gatehouse(['explain', '--account', 'nobody@northwind.example', '--ip', '127.0.0.2', ...places])
  assert.deepEqual(unknown, { code: 2, stdout: '', stderr: 'There is no account nobody@northwind.example.\n' })
})

const MISUSED: [args: string[], says: RegExp][] = [
  [['--ip', '192.0.2.7'], /needs --account/],
  [['--account', 'maria'], /needs --ip/],
  [['--account', 'maria', '--ip', '010.1.2.3'], /^"010\.1\.2\.3" is no address: give one as 192\.0\.2\.7/],
  [['--account', 'maria', '--ip', 'fe80::1%eth0'], /^"fe80::1%eth0" is no address/],
  [
    ['--account', 'maria', '--ip', '192.0.2.7', '--at', 'tomorrow'],
    /^"tomorrow" is no time: give a day, as 2027-01-01/,
  ],
  [['--account', 'maria', '--ip', '192.0.2.7', '--at', '2027-02-30'], /^"2027-02-30" is no time/],
  [['--account', 'maria', '--ip', '192.0.2.7', '--url', 'backup'], /^"backup" is no address: give it whole/],
]

for (const [args, says] of MISUSED) {
  test(`explain ${args.join(' ')}: one plain sentence, exit code 2`, async () => {
    const { code, stdout, stderr } = await gatehouse(['explain', ...args])
    assert.match(stderr, says)
    assert.equal(stdout, '')
    assert.equal(code, 2)
  })
}

test('explain: where no gateway has run, nothing is made', async (t) => {
  const data = await tempDir(t)
  const asked = ['explain', '--account', 'maria', '--ip', '192.0.2.7', '--config', DEMO, '--data', data]
  const { code, stderr } = await gatehouse(asked)
  assert.equal(stderr, `There is no directory at ${join(data, 'demo.db')}: say where it is with --data.\n`)
  assert.equal(code, 1)
})

const maria: Account = {
  id: 'maria',
  companyId: 'northwind',
  username: 'maria@northwind.example',
  name: 'Maria Larsson',
  email: null,
  role: 'admin',
  language: null,
  phone: null,
  passwordHash: '',
  factors: [],
  remindedAt: null,
  lastChallengePassedAt: null,
  sessionsValidFrom: 0,
  disabledAt: null,
}

const BASE: Explanation = {
  account: maria,
  company: null,
  address: '192.0.2.7',
  at: Date.UTC(2026, 0, 15, 9),
  signIn: {
    decision: 'refused',
    reason: 'company_unknown',
    because: 'Because.',
    line: null,
    reminderOffered: false,
    trustedNetwork: null,
    supposing: null,
    rules: [],
  },
  url: null,
}

type Texts = [signIn: Partial<Explanation['signIn']>, url: Partial<NonNullable<Explanation['url']>>, ...lines: string[]]

const TEXTS: Texts[] = [
  [{}, { decision: 'sign_in' }, 'Decision   refused: nobody can sign in', 'Entry      No: nobody can sign in. So.'],
  [
    { decision: 'challenge', line: 'policy.yaml:3' },
    { decision: 'forward', reason: 'full_session', inner: 'http://cases.intern/x' },
    'Decision   challenge: a second factor is asked for',
    'Policy     policy.yaml:3',
    'Entry      Yes, once the sign-in is complete. So.',
    'Inside     http://cases.intern/x',
  ],
  [
    { decision: 'enroll', supposing: 'Supposing this.' },
    { decision: 'forward', reason: 'public_path' },
    'Decision   enroll: a second factor is to be set up first',
    'Policy     no line: so it is unless policy says otherwise',
    'Supposing  Supposing this.',
    'Entry      Yes, for everybody. So.',
  ],
  [
    { decision: 'full', reason: 'reminder_taken' },
    { decision: 'own_page' },
    'Decision   full: the password is enough for now',
    'Entry      No app. So.',
  ],
  [
    { decision: 'full', reason: 'challenged_recently' },
    { decision: 'refused' },
    'Decision   full: the password is enough here',
    'Entry      No: the address itself is refused. So.',
  ],
]

for (const [signIn, url, ...lines] of TEXTS) {
  test(`explain in words · ${lines.join(' · ')}`, () => {
    const text = asText({
      ...BASE,
      signIn: { ...BASE.signIn, ...signIn },
      url: { url: '/x', app: null, decision: 'deny', reason: 'not_allowed', because: 'So.', inner: null, ...url },
    })
    for (const line of lines) assert.ok(text.split('\n').includes(line), `${line}\n—\n${text}`)
  })
}
