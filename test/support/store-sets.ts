import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'node:test'
import type { Settings } from '../../src/config/settings.ts'
import { freshDatabase } from './postgres.ts'
import { freshRedis, redisAt } from './redis.ts'

/** One of the two ways to keep state: one process on SQLite, or any number on Postgres and Redis. */
export interface StoreSet {
  name: 'embedded' | 'scale'
  /** Empty stores that nobody else uses. */
  fresh(): Promise<FreshStores>
}

export interface FreshStores {
  settings: Settings['stores']
  /** The same as lines of `gatehouse.yaml`. */
  yaml: string
  dispose(): Promise<void>
}

export const STORE_SETS: StoreSet[] = [
  { name: 'embedded', fresh: freshEmbedded },
  { name: 'scale', fresh: freshScale },
]

/** Defines the same tests on both sets of stores. */
export function eachStoreSet(define: (stores: StoreSet) => void): void {
  for (const stores of STORE_SETS) suite(`${stores.name} stores`, () => define(stores))
}

async function freshEmbedded(): Promise<FreshStores> {
  const dir = await mkdtemp(join(tmpdir(), 'gatehouse-stores-'))
  const file = join(dir, 'gatehouse.db')
  return {
    settings: { directory: { kind: 'sqlite', file }, sessions: { kind: 'embedded' } },
    yaml: `stores: { directory: { sqlite: "${file}" }, sessions: embedded }`,
    dispose: () => rm(dir, { recursive: true, force: true }),
  }
}

async function freshScale(): Promise<FreshStores> {
  const [postgres, redis] = await Promise.all([freshDatabase(), freshRedis()])
  return scaleAt(postgres, redis).fresh()
}

/** The set for any number of processes, at these addresses. */
export function scaleAt(postgres: string, redis: string): StoreSet {
  return {
    name: 'scale',
    fresh: () =>
      Promise.resolve({
        settings: {
          directory: { kind: 'postgres', url: postgres, connections: 10 },
          sessions: { kind: 'redis', redis: redisAt(redis) },
        },
        yaml: `stores: { directory: { postgres: "${postgres}" }, sessions: { redis: "${redis}" } }`,
        // Both go with the services that hold them.
        dispose: () => Promise.resolve(),
      }),
  }
}
