import { resolve } from 'node:path'
import type { Fault } from './fault.ts'
import { type GatehouseFile, storeUrlFits } from './gatehouse-schema.ts'
import type { Lenient } from './lenient.ts'
import { fromEnvironment, type Read } from './secrets.ts'
import type { Settings } from './settings.ts'
import type { Source } from './source.ts'

type Stores = GatehouseFile['stores']

/** What the stores say that cannot be, beyond their shape. */
export function storeFaults(source: Source, stores: Lenient<Stores>, env: NodeJS.ProcessEnv): Fault[] {
  const { directory, sessions } = stores
  const redis = typeof sessions === 'object' ? sessions.redis : undefined
  const faults = [
    ...urlFaults(source, 'postgres', ['directory', 'postgres'], directory?.postgres, env),
    ...urlFaults(source, 'redis', ['sessions', 'redis'], redis, env),
  ]
  if (directory?.postgres !== undefined && sessions === 'embedded') {
    const message = 'embedded sessions are kept in the SQLite file, and there is none: write "sessions: { redis: URL }"'
    faults.push(source.fault(['stores', 'sessions'], message))
  }
  return faults
}

function urlFaults(
  source: Source,
  scheme: string,
  below: string[],
  from: string | { env: string } | undefined,
  env: NodeJS.ProcessEnv,
): Fault[] {
  const read = from === undefined ? null : storeUrl(from, scheme, env)
  return read !== null && 'fault' in read ? [source.fault(['stores', ...below], read.fault)] : []
}

function storeUrl(from: string | { env: string }, scheme: string, env: NodeJS.ProcessEnv): Read {
  const right = `put ${scheme}://host/… there`
  const read = typeof from === 'string' ? { value: from } : fromEnvironment(from.env, env)
  if ('fault' in read) return { fault: `${read.fault}: ${right}` }
  return storeUrlFits(read.value, scheme) ? read : { fault: `what stands there is no ${scheme} URL: ${right}` }
}

/** Where stores without faults are. Relative files are below `dataDir`. */
export function storesFrom(
  { directory, sessions }: Stores,
  dataDir: string,
  env: NodeJS.ProcessEnv,
): Settings['stores'] {
  const url = (from: string | { env: string }, scheme: string): string => {
    const read = storeUrl(from, scheme, env)
    if ('fault' in read) throw new Error(read.fault)
    return read.value
  }
  return {
    directory:
      directory.postgres === undefined
        ? { kind: 'sqlite', file: resolve(dataDir, directory.sqlite ?? 'gatehouse.db') }
        : { kind: 'postgres', url: url(directory.postgres, 'postgres') },
    sessions: sessions === 'embedded' ? { kind: 'embedded' } : { kind: 'redis', url: url(sessions.redis, 'redis') },
  }
}
