/** What `npm test` brings up before the first test and takes down after the last, however the tests went. */
import { startPostgres } from './postgres.ts'
import { installMissingPrograms } from './programs.ts'
import { startRedis } from './redis.ts'
import type { Service } from './service.ts'

const running: Service[] = []

export async function globalSetup(): Promise<void> {
  try {
    installMissingPrograms(['redis-server', 'initdb', 'postgres', 'nginx', 'caddy'])
    const redis = await startRedis()
    running.push(redis)
    const postgres = await startPostgres()
    running.push(postgres)
    // Test processes inherit these.
    process.env.GATEHOUSE_TEST_REDIS = redis.url
    process.env.GATEHOUSE_TEST_POSTGRES = postgres.url
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    await globalTeardown()
    process.exit(1)
  }
}

export async function globalTeardown(): Promise<void> {
  await Promise.all(running.splice(0).map((service) => service.close()))
}
