import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { accountDir } from './account-stage.ts'

const HASH = '{SSHA}7EeXSR4k129P+M381anB2kNSf2o4Ynl0ZXMuLg=='
const HEADER = 'username,name,company,role,email,phone,password_hash'

test('account import: CSV with quotes, escaped quotes, CRLF and a byte order mark', async (t) => {
  const { account } = await accountDir(t)
  const file = `\uFEFF${HEADER}\r
Maria@Northwind.example,"Peña, ""María""",northwind,admin,,+44 7400 123402,${HASH}\r
\r
carl,Carl,fabrikam,,carl@fabrikam.example,,${HASH}\r
`
  const imported = await account(['import', '-'], file)
  assert.deepEqual(imported, { code: 0, stdout: 'Imported 2 accounts.\n', stderr: '' })
  const people = (await account(['list', '--json'])).stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  const seen = people.map(({ username, name, company, role, email, phone }) => [
    username,
    name,
    company,
    role,
    email,
    phone,
  ])
  assert.deepEqual(seen, [
    ['carl', 'Carl', 'fabrikam', 'member', 'carl@fabrikam.example', null],
    ['maria@northwind.example', 'Peña, "María"', 'northwind', 'admin', 'maria@northwind.example', '+447400123402'],
  ])
  assert.equal(people[0]?.['password'], 'salted SHA-1 (LDAP)')
})

test('account import: JSON lines, semicolons, columns in any order, national numbers of one country', async (t) => {
  const { account } = await accountDir(t)
  const json = [
    {
      username: 'maria',
      name: 'María',
      company: 'northwind',
      password_hash: HASH,
      phone: '07400 123402',
      language: 'ES',
    },
    { username: 'carl', name: 'Carl', company: 'fabrikam', password_hash: HASH },
  ]
  const lines = json.map((one) => JSON.stringify(one)).join('\n')
  assert.equal((await account(['import', '-', '--country', 'GB'], lines)).stdout, 'Imported 2 accounts.\n')
  const semicolons = `password_hash;company;name;username\n${HASH};backup-direct;Weiss, Dora;dora\n`
  assert.equal((await account(['import', '-'], semicolons)).stdout, 'Imported 1 account.\n')
  assert.match((await account(['show', 'dora'])).stdout, /^name +Weiss, Dora$/m)
  assert.match((await account(['show', 'maria'])).stdout, /^phone +\+447400123402$/m)
  assert.match((await account(['show', 'maria'])).stdout, /^language +es$/m)
})

test('account import: every bad row is named with its line, and nothing is imported', async (t) => {
  const { account, dir } = await accountDir(t)
  await account(['import', '-'], `${HEADER}\nada,Ada,northwind,admin,,,${HASH}\n`)
  const file = join(dir, 'people.csv')
  await writeFile(
    file,
    `${HEADER}
maria,María,northwind,,,,${HASH}
carl,"Carl
Jensen",fabrikam,,,,${HASH}
dora,,nowhere,boss,bad,12,plain

Ada,Ada,northwind,,,,${HASH}
MARIA,María,northwind,,,,${HASH}
eve,Eve,northwind
eve,Eve,northwind,,,,$2y$31$${'a'.repeat(53)}
"eve"s,Eve,northwind,,,,${HASH}
zoe,Zoë,northwind,,,,${HASH}
`,
  )
  const { code, stdout, stderr } = await account(['import', file])
  assert.deepEqual([code, stdout], [1, ''])
  assert.deepEqual(stderr.replaceAll(`${file}:`, '').trimEnd().split('\n'), [
    '3: "Carl\\nJensen" is no name: write 1 to 200 characters',
    '5: "" is no name: write 1 to 200 characters',
    '5: policy has no company "nowhere"',
    '5: "boss" is no role: write admin or member',
    '5: "bad" is no e-mail address',
    '5: "12" is no phone number: write it as +44 7400 123456, or name its country with --country',
    '5: password_hash cannot be used: it is no kind of hash that is understood',
    '7: there is an account ada already',
    '8: maria stands on line 2 already',
    '9: the header names 7 columns, and this row has 3',
    '10: password_hash cannot be used: its bcrypt cost is 31, and more than 14 is never spent on one password',
    '11: the quotes of this row do not match; rows behind it were not read',
    '7 of 8 rows that were read cannot be imported: nothing was changed.',
  ])
  assert.equal((await account(['list'])).stdout.trim().split('\n').length, 1)
})

test('account import --dry-run: says what would be done', async (t) => {
  const { account } = await accountDir(t)
  const file = `${HEADER}\nmaria,María,northwind,,,,${HASH}\n`
  const dry = await account(['import', '-', '--dry-run'], file)
  assert.equal(dry.stdout, '- is sound: 1 account would be imported. Nothing was changed.\n')
  assert.equal((await account(['list'])).stdout, '')
  const bad = await account(['import', '-', '--dry-run'], `${file}maria,María,northwind,,,,${HASH}\n`)
  assert.match(bad.stderr, /^-:3: maria stands on line 2 already$/m)
})

const WHOLE_FILE: [what: string, file: string, message: RegExp][] = [
  ['clear passwords', 'username,name,company,password\nmaria,M,northwind,x\n', /^-:1: passwords in the clear are not/],
  ['an unknown column', `${HEADER},pasword_hash\n`, /^-:1: "pasword_hash" is no column: there is username, name,/],
  ['a missing column', 'username,name,company\nmaria,M,northwind\n', /^-:1: the column "password_hash" is missing/],
  ['a column twice', `${HEADER},name\n`, /^-:1: the column "name" stands there twice/],
  ['nothing', '', /^-:1: the file is empty/],
  ['a header alone', `${HEADER}\n`, /^- has no rows/],
  ['broken JSON', '{"username": "maria"\n', /^-:1: this line is no JSON object/],
  ['a number in JSON', '{"username": 7}\n', /^-:1: "username" is no text/],
  ['a clear password in JSON', '{"username": "m", "password": "x"}\n', /^-:1: passwords in the clear/],
]

test('account import: a file that is wrong as a whole is refused with the reason', async (t) => {
  const { account } = await accountDir(t)
  for (const [what, file, message] of WHOLE_FILE) {
    const { code, stdout, stderr } = await account(['import', '-'], file)
    assert.match(stderr, message, what)
    assert.deepEqual([code, stdout], [1, ''], what)
  }
})

test('account import: a file that is not UTF-8, or is not there, is refused', async (t) => {
  const { account, dir } = await accountDir(t)
  const latin1 = join(dir, 'latin1.csv')
  await writeFile(latin1, Buffer.from(`${HEADER}\nmaria,Mar\u00eda,northwind,,,,${HASH}\n`, 'latin1'))
  assert.match((await account(['import', latin1])).stderr, /latin1\.csv is not UTF-8: convert it first/)
  assert.match((await account(['import', join(dir, 'none.csv')])).stderr, /none\.csv cannot be read \(ENOENT\)/)
})

test('account import: ten thousand rows take seconds', async (t) => {
  const { account } = await accountDir(t)
  const rows = Array.from(
    { length: 10_000 },
    (_, index) => `p${index}@northwind.example,Person ${index},northwind,member,,+44 7400 ${100_000 + index},${HASH}`,
  )
  const startedAt = performance.now()
  const { stdout } = await account(['import', '-'], [HEADER, ...rows].join('\n'))
  assert.equal(stdout, 'Imported 10000 accounts.\n')
  // A tenth of a hundred thousand, which may take a minute; the margin is for a busy machine.
  assert.ok(performance.now() - startedAt < 30_000)
})
