import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { program } from './programs.ts'
import { freePort } from './free-port.ts'
import { type Service, startService } from './service.ts'

const USER = 'gatehouse'

/**
 * A Postgres of the caller's own. What it was told survives `stop` and `start`, but no power cut.
 *
 * @param more further settings, as in postgresql.conf
 */
export async function startPostgres(more: Record<string, string> = {}): Promise<Service> {
  const dir = await mkdtemp(join(tmpdir(), 'gatehouse-postgres-'))
  const port = await freePort()
  const owner = unprivilegedUser()
  try {
    if (owner !== undefined) await chown(dir, owner.uid, owner.gid)
    await promisify(execFile)(
      program('initdb'),
      ['--pgdata', dir, '--username', USER, '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'],
      { cwd: dir, ...owner },
    )
  } catch (error) {
    await rm(dir, { recursive: true, force: true })
    throw error
  }
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    fsync: 'off',
    full_page_writes: 'off',
    ...more,
  }
  return startService(`postgres://${USER}@127.0.0.1:${port}/postgres`, {
    command: program('postgres'),
    args: ['-D', dir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    dir,
    readyText: 'ready to accept connections',
    stopSignal: 'SIGINT',
    ...owner,
  })
}

/** An empty database that nobody else uses, on the Postgres that `npm test` brings up, or on another. */
export async function freshDatabase(url = process.env.GATEHOUSE_TEST_POSTGRES): Promise<string> {
  if (url === undefined) throw new Error('no Postgres: run the tests with npm test')
  const name = `test_${randomBytes(8).toString('hex')}`
  const client = new Client(url)
  await client.connect()
  try {
    await client.query(`create database ${name}`)
  } finally {
    await client.end()
  }
  return Object.assign(new URL(url), { pathname: `/${name}` }).href
}

/** Postgres refuses to run as root. */
function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  if (user === undefined) throw new Error('there is no user "postgres" or "nobody" to run Postgres as')
  return { uid: Number(user[2]), gid: Number(user[3]) }
}
