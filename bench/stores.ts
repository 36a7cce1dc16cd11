import { freshDatabase, startPostgres } from '../test/support/postgres.ts'
import { freshRedis, startRedis } from '../test/support/redis.ts'
import type { Service } from '../test/support/service.ts'

/** A Redis and a Postgres, started when somebody first asks for one. */
export interface BenchStores {
  /** URL of a database of the caller's own. */
  redis(): Promise<string>
  postgres(): Promise<string>
  close(): Promise<void>
}

export function benchStores(): BenchStores {
  let redis: Promise<Service> | null = null
  let postgres: Promise<Service> | null = null
  return {
    redis: async () => freshRedis((await (redis ??= startRedis())).url),
    postgres: async () => freshDatabase((await (postgres ??= startPostgres())).url),
    async close() {
      await (await redis)?.close()
      await (await postgres)?.close()
    },
  }
}
