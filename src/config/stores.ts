import { resolve } from 'node:path'
import type { Fault } from './fault.ts'
import type { Lenient } from './lenient.ts'
import { redisFaults, redisFrom } from './redis.ts'
import type { Settings } from './settings.ts'
import type { Source } from './source.ts'
import { type Start, storeUrl } from './store-url.ts'
import type { StoresFile } from './stores-schema.ts'

const DEFAULT_CONNECTIONS = 10

/** What the stores say that cannot be, beyond their shape. */
export function storeFaults(source: Source, stores: Lenient<StoresFile>, start: Start): Fault[] {
  const { directory, sessions } = stores
  const faults: Fault[] = []
  if (directory?.postgres !== undefined) {
    const read = storeUrl(directory.postgres, 'postgres', start)
    if ('fault' in read) faults.push(source.fault(['stores', 'directory', 'postgres'], read.fault))
  }
  if (typeof sessions === 'object') faults.push(...redisFaults(source, sessions.redis, start))
  if (directory?.connections !== undefined && directory.sqlite !== undefined) {
    const message = 'connections are those to a Postgres: remove it'
    faults.push(source.fault(['stores', 'directory', 'connections'], message, 'key'))
  }
  if (directory?.postgres !== undefined && sessions === 'embedded') {
    const message = 'embedded sessions are kept in the SQLite file, and there is none: write "sessions: { redis: URL }"'
    faults.push(source.fault(['stores', 'sessions'], message))
  }
  return faults
}

/** Where stores without faults are. Relative files are below `dataDir`. */
export function storesFrom({ directory, sessions }: StoresFile, start: Start): Settings['stores'] {
  return {
    directory: directoryFrom(directory, start),
    sessions:
      sessions === 'embedded' ? { kind: 'embedded' } : { kind: 'redis', redis: redisFrom(sessions.redis, start) },
  }
}

function directoryFrom(
  { sqlite, postgres, connections = DEFAULT_CONNECTIONS }: StoresFile['directory'],
  start: Start,
): Settings['stores']['directory'] {
  if (postgres === undefined) return { kind: 'sqlite', file: resolve(start.dataDir, sqlite ?? 'gatehouse.db') }
  const read = storeUrl(postgres, 'postgres', start)
  if ('fault' in read) throw new Error(read.fault)
  return { kind: 'postgres', url: read.value, connections }
}
