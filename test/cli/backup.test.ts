import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../../src/clock.ts'
import { openEmbeddedSessions } from '../../src/stores/sessions/embedded.ts'
import { openSqlDirectory } from '../../src/stores/sql/directory.ts'
import { SECRET, SOUND_GATEHOUSE, writtenTo } from '../config/written.ts'
import { SILENT } from '../stores/directories.ts'
import { LIMITS } from '../stores/sessions.contract.ts'
import { CHALLENGE, ENROLL_PHONE, policyYaml, signIn } from '../support/gateway.ts'
import { freePort } from '../support/free-port.ts'
import { tempDir } from '../support/temp-dir.ts'
import { Visitor } from '../support/visitor.ts'
import { gatehouse, started } from './run.ts'
import { lastCodeIn } from '../support/outbox.ts'

const WRITER = fileURLToPath(new URL('../stores/kill.writer.ts', import.meta.url))
const LATER = '/_gatehouse/enroll/later'

test('backup: beside a process that writes without a pause, everything answered before it is in the copy', async (t) => {
  const dir = await writtenTo(t, {})
  const writer = spawn(process.execPath, [WRITER, dir], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.after(() => writer.kill('SIGKILL'))
  const answered: string[] = []
  const lines = createInterface({ input: writer.stdout })
  lines.on('line', (line) => answered.push(line))
  await t.waitFor(() => assert.ok(answered.length > 100), { timeout: 20_000 })

  const before = answered.slice()
  const copy = join(dir, 'copy.db')
  const { code, stdout, stderr } = await gatehouse(['backup', copy, '--config', dir, '--data', dir], { SECRET })
  assert.equal(stderr, '')
  assert.equal(code, 0)
  assert.match(
    stdout,
    /copy\.db: \d+ accounts, 0 latched mandates, \d+ sessions, \d+\.\d MiB\.\nTo a whole backup belong/,
  )
  const during = answered.length
  await t.waitFor(() => assert.ok(answered.length > during, 'the writer goes on'), { timeout: 20_000 })
  writer.kill('SIGKILL')
  await once(writer, 'close')

  assert.equal((await stat(copy)).mode & 0o777, 0o600)
  assert.deepEqual(
    (await readdir(dir)).filter((name) => name.startsWith('copy.db')),
    ['copy.db'],
  )
  const directory = await openSqlDirectory({ kind: 'sqlite', file: 'copy.db' }, { dataDir: dir, log: SILENT })
  t.after(() => directory.close())
  assert.ok(directory.sqlite)
  const { reader } = openEmbeddedSessions(directory.sqlite, { clock: systemClock, limits: LIMITS })
  for (const line of before) {
    const [kind, id = ''] = line.split(' ')
    if (kind === 'factor') assert.equal((await directory.accounts.findById(id))?.factors.length, 1, line)
    if (kind === 'session') assert.equal((await reader.read(id))?.accountId, 'maria', line)
  }
})

test('A21 · restore: sessions, factors and latched mandates are there, whatever the policy file says since', async (t) => {
  const site = await installed(t)
  await site.start('data', policyYaml({ backup: 'require_two_factor: true' }))
  const maria = site.visitor()
  await signIn(maria, 'maria')
  await maria.post(ENROLL_PHONE, { country: 'GB', phone: '07400 123456' })
  await maria.post(CHALLENGE, { code: await site.lastCode() })
  assert.equal((await maria.get('/')).status, 200)

  const copy = join(site.dir, 'copy.db')
  const backup = await gatehouse(['backup', copy, '--config', site.dir, '--data', join(site.dir, 'data')])
  assert.match(backup.stdout, /: 2 accounts, 1 latched mandate, 1 session, /)

  await mkdir(join(site.dir, 'other-machine'))
  await copyFile(copy, join(site.dir, 'other-machine/gatehouse.db'))
  await copyFile(join(site.dir, 'data/secret'), join(site.dir, 'other-machine/secret'))
  await site.start('other-machine', policyYaml())
  assert.equal((await maria.get('/')).status, 200, 'her session')
  assert.equal((await signIn(site.visitor(), 'maria')).location, CHALLENGE, 'her factor')
  const dora = site.visitor()
  assert.equal((await signIn(dora, 'dora')).location, ENROLL_PHONE)
  assert.equal((await dora.post(LATER)).status, 403, 'the mandate')
})

test('backup: a file that is there is left alone, unless --force says that it may go', async (t) => {
  const dir = await writtenTo(t, {})
  const directory = await openSqlDirectory({ kind: 'sqlite', file: 'gatehouse.db' }, { dataDir: dir, log: SILENT })
  await directory.close()
  const copy = join(dir, 'copy.db')
  await writeFile(copy, 'the only backup of last year')
  const args = ['backup', copy, '--config', dir, '--data', dir]

  const refused = await gatehouse(args, { SECRET })
  assert.equal(refused.code, 1)
  assert.equal(refused.stderr, `${copy} is there already: choose another name, or replace it with --force.\n`)
  assert.equal(await readFile(copy, 'utf8'), 'the only backup of last year')

  assert.equal((await gatehouse([...args, '--force'], { SECRET })).code, 0)
  assert.equal((await readFile(copy)).subarray(0, 15).toString(), 'SQLite format 3')
  assert.deepEqual(
    (await readdir(dir)).filter((name) => name.startsWith('copy.db')),
    ['copy.db'],
  )
})

test('backup: no directory is made where there is none, and a damaged one is said to be', async (t) => {
  const dir = await writtenTo(t, {})
  const args = ['backup', join(dir, 'copy.db'), '--config', dir, '--data', dir]
  const nothing = await gatehouse(args, { SECRET })
  assert.equal(nothing.stderr, `There is no directory at ${join(dir, 'gatehouse.db')}: say where it is with --data.\n`)
  assert.equal(nothing.code, 1)
  await writeFile(join(dir, 'gatehouse.db'), 'no database, as anybody can see')
  const damaged = await gatehouse(args, { SECRET })
  assert.match(damaged.stderr, /^The backup failed, and \S+copy\.db was left as it was: file is not a database\n$/)
  assert.equal(damaged.code, 1)
  assert.deepEqual((await readdir(dir)).toSorted(), ['gatehouse.db', 'gatehouse.yaml', 'policy.yaml'])
})

test('backup: of Postgres it is pg_dump that makes one, and no password is shown', async (t) => {
  const dir = await writtenTo(t, {
    gatehouse: `${SOUND_GATEHOUSE}stores:
  directory: { postgres: 'postgres://gatehouse:hunter2@127.0.0.1:5432/gatehouse' }
  sessions: { redis: 'redis://127.0.0.1:6379' }
`,
  })
  const { code, stderr } = await gatehouse(['backup', join(dir, 'copy'), '--config', dir], { SECRET })
  assert.match(stderr, /^The directory is kept in Postgres: back it up with "pg_dump /)
  assert.doesNotMatch(stderr, /hunter2/)
  assert.equal(code, 1)
})

/** An installation with the demo portal behind it, in a directory of its own. */
async function installed(t: TestContext) {
  const dir = await tempDir(t)
  const port = await freePort()
  const outbox = join(dir, 'outbox.jsonl')
  await writeFile(
    join(dir, 'gatehouse.yaml'),
    `secrets: [{ file: secret, generate: true }]
apps: [{ name: Portal, path: /, upstream: demo-portal }]
seed_accounts:
  - { username: maria@northwind.example, name: Maria, company: northwind, password: correct-horse-battery }
  - { username: dora@backup.example, name: Dora, company: backup-direct, password: correct-horse-battery }
`,
  )
  let running: ReturnType<typeof started> | undefined
  return {
    dir,
    async start(data: string, policy: string): Promise<void> {
      running?.child.kill('SIGTERM')
      await running?.exitCode
      await writeFile(join(dir, 'policy.yaml'), policy)
      const args = ['serve', '--config', dir, '--data', join(dir, data), '--port', String(port)]
      running = started(t, args, { GATEHOUSE_OUTBOX: outbox })
      await running.line(/Ctrl\+C/)
    },
    visitor: () => new Visitor(`http://localhost:${port}`),
    lastCode: () => lastCodeIn(outbox),
  }
}
