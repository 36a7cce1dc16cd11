/** A gateway on stores of a certain size, with Maria signed in, who is an admin of the first company. */
import { sign } from 'cookie-signature'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Settings } from '../../src/config/settings.ts'
import { openSecrets } from '../../src/secrets.ts'
import { type Gatehouse, SECRET, startGatehouse } from '../gatehouse.ts'
import { PROBED } from '../memory-left.ts'
import { fillDirectory, type Size } from './fill-directory.ts'
import { fillEmbeddedSessions, fillRedisSessions, sessionIdAt } from './fill-sessions.ts'
import { policyOf } from './people.ts'

export interface Installation {
  size: Size
  gatehouse: Gatehouse
  /** URL of its Postgres, or null on SQLite. */
  postgres: string | null
  /** Cookie field of the session of the account at this index. */
  cookieAt: (index: number) => string
  stop(): Promise<void>
}

/** @param stores URLs, or null for the embedded ones */
export async function startInstallation(
  size: Size,
  { upstream, stores }: { upstream: string; stores: { postgres: string; redis: string } | null },
): Promise<Installation> {
  const dir = mkdtempSync(join(tmpdir(), 'gatehouse-scale-'))
  const directory: Settings['stores']['directory'] =
    stores === null
      ? { kind: 'sqlite', file: join(dir, 'gatehouse.db') }
      : { kind: 'postgres', url: stores.postgres, connections: 10 }
  await said(`${size.accounts} accounts`, () => fillDirectory(directory, size))
  const gatehouse = await said('start and sign-in', () =>
    startGatehouse({
      upstream,
      policy: policyOf(size.companies),
      dir,
      nodeArgs: PROBED,
      ...(stores !== null && { stores }),
    }),
  )
  const templateId = sessionIdIn(gatehouse.cookie)
  await said(`${size.accounts} sessions`, () =>
    stores === null
      ? fillEmbeddedSessions(directory, templateId)
      : fillRedisSessions(stores.redis, { templateId, accounts: size.accounts }),
  )
  const [key] = openSecrets([SECRET]).cookieKeys
  return {
    size,
    gatehouse,
    postgres: stores?.postgres ?? null,
    cookieAt: (index) => `gatehouse=${encodeURIComponent(`s:${sign(sessionIdAt(index), key)}`)}`,
    async stop() {
      await gatehouse.stop()
      rmSync(dir, { recursive: true })
    },
  }
}

/** express-session writes `s:`, the id, a dot and its signature. */
function sessionIdIn(cookieField: string): string {
  const [, signed = ''] = /gatehouse=s%3A([^;]+)/.exec(cookieField) ?? []
  return decodeURIComponent(signed).split('.', 1)[0] ?? ''
}

async function said<T>(what: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now()
  const result = await work()
  process.stderr.write(`${what}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`)
  return result
}
