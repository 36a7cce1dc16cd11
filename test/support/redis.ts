import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from 'redis'
import type { RedisSettings } from '../../src/config/settings.ts'
import { program } from './programs.ts'
import { freePort } from './free-port.ts'
import { type Service, startService } from './service.ts'

/** A Redis of the caller's own. What it was told survives `stop` and `start`. */
export async function startRedis(): Promise<Service> {
  const dir = await mkdtemp(join(tmpdir(), 'gatehouse-redis-'))
  const port = await freePort()
  const settings = {
    port,
    bind: '127.0.0.1',
    dir,
    databases: 1024,
    save: '',
    appendonly: 'yes',
    appendfsync: 'no',
  }
  return startService(`redis://127.0.0.1:${port}`, {
    command: program('redis-server'),
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    dir,
    readyText: 'Ready to accept connections',
    stopSignal: 'SIGTERM',
  })
}

/** A database that nobody else uses, on the Redis that `npm test` brings up, or on another. Channels are shared between databases. */
export async function freshRedis(url = process.env.GATEHOUSE_TEST_REDIS): Promise<string> {
  if (url === undefined) throw new Error('no Redis: run the tests with npm test')
  const client = createClient({ url })
  client.on('error', () => {})
  await client.connect()
  try {
    return `${url}/${await client.incr('databases in use')}`
  } finally {
    client.destroy()
  }
}

/** What settings say of a Redis that needs no more than its URL. */
export function redisAt(url: string): RedisSettings {
  return { kind: 'server', url, username: null, password: null, tls: null }
}
