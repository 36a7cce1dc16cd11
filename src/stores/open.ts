import type { Logger } from 'pino'
import type { Settings } from '../config/settings.ts'
import type { Clock } from '../domain/ports/clock.ts'
import type { SignInThrottle } from '../domain/ports/limits.ts'
import type { SessionLimits } from '../domain/session.ts'
import { openEmbeddedSessions } from './sessions/embedded.ts'
import type { SessionStore } from './sessions/session-store.ts'
import { openSqlDirectory, type SqlDirectory } from './sql/directory.ts'
import { openMemoryThrottle, openRedisThrottle } from './throttle.ts'

const SWEEP_EVERY_MS = 10 * 60_000

/** Everything that outlives a request. */
export interface Stores {
  directory: SqlDirectory
  sessions: SessionStore
  throttle: SignInThrottle
  /** Rejects with `store_unavailable` while the directory or the session store cannot be reached. */
  check(): Promise<void>
  /** Which of them can be reached. Never rejects. */
  states(): Promise<Record<'directory' | 'sessions', 'up' | 'down'>>
  close(): Promise<void>
}

/** Of the configuration, what stores need. */
type StoreSettings = Pick<Settings, 'stores'> & { session: SessionLimits }

/** Opens the stores that config names. Rejects with `store_unavailable` when one of them cannot be reached. */
export async function openStores(
  settings: StoreSettings,
  { clock, log, dataDir }: { clock: Clock; log: Logger; dataDir: string },
): Promise<Stores> {
  const directory = await openSqlDirectory(settings.stores.directory, { dataDir, log })
  const { sessions, throttle } = await openSessions(settings, directory, { clock, log }).catch(
    async (error: unknown) => {
      await directory.close()
      throw error
    },
  )

  const timer = setInterval(() => {
    Promise.all([directory.sweep(clock.now()), sessions.sweep()]).catch((error: unknown) =>
      log.error({ err: error }, 'what is over could not be removed'),
    )
  }, SWEEP_EVERY_MS)
  timer.unref()

  return {
    directory,
    sessions,
    throttle,
    async check() {
      await Promise.all([directory.check(), sessions.check()])
    },
    async states() {
      const [accounts, sessionStore] = await Promise.all([stateOf(directory), stateOf(sessions)])
      return { directory: accounts, sessions: sessionStore }
    },
    async close() {
      clearInterval(timer)
      await sessions.close()
      await directory.close()
    },
  }
}

function stateOf(store: { check(): Promise<void> }): Promise<'up' | 'down'> {
  return store.check().then(
    () => 'up',
    () => 'down',
  )
}

async function openSessions(
  { stores, session: limits }: StoreSettings,
  directory: SqlDirectory,
  { clock, log }: { clock: Clock; log: Logger },
): Promise<{ sessions: SessionStore; throttle: SignInThrottle }> {
  if (stores.sessions.kind === 'redis') {
    // Loaded only where it is used, as Postgres' is: its client takes 35 MiB.
    const { openRedisSessions } = await import('./sessions/redis.ts')
    const sessions = await openRedisSessions(stores.sessions.redis, { limits, clock, log })
    return { sessions, throttle: openRedisThrottle(sessions.redis) }
  }
  if (directory.sqlite === null) throw new Error('Embedded sessions are kept in the SQLite file, and there is none.')
  return { sessions: openEmbeddedSessions(directory.sqlite, { limits, clock }), throttle: openMemoryThrottle() }
}
