/**
 * `npm run bench:scale`: what a visit, a sign-in and the pages of admins cost with a million accounts and sessions, beside
 * a thousand of each: the same, if nothing reads more than it needs. Then what the gateway remembers of sessions.
 *
 *   --accounts N  (1,000,000, a session for each)   --small N  (1,000)   --rounds N  (5)   --warm-up N  (3)   --only embedded|scale
 */
import { parseArgs } from 'node:util'
import { freshDatabase, startPostgres } from '../../test/support/postgres.ts'
import { freshRedis, startRedis } from '../../test/support/redis.ts'
import { startContender } from '../child.ts'
import { compareSizes } from './compare.ts'
import { COUNTING } from './postgres-work.ts'
import { type Installation, startInstallation } from './installation.ts'
import { boundedMemory } from './remembered.ts'

const PEOPLE_OF_A_COMPANY = 100

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '1000000' },
    small: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
    'warm-up': { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
  },
})
const sizes = [values.small, values.accounts].map((accounts) => ({
  accounts: Number(accounts),
  companies: Math.ceil(Number(accounts) / PEOPLE_OF_A_COMPANY),
}))

const rounds = { rounds: Number(values.rounds), warmUp: Number(values['warm-up']) }
const verdicts: boolean[] = []
const app = await startContender('app', { upstream: '', redis: '' })
const upstream = `http://127.0.0.1:${app.port}`
try {
  if (values.only !== 'scale') await benchEmbedded()
  if (values.only !== 'embedded') await benchAtScale()
} finally {
  await app.stop()
}
process.exitCode = verdicts.every(Boolean) ? 0 : 1

async function benchEmbedded(): Promise<void> {
  await onInstallations(
    async () => null,
    async (small, large) => {
      console.log('\nembedded: SQLite for both')
      verdicts.push(...(await compareSizes(small, large, rounds)))
    },
  )
}

async function benchAtScale(): Promise<void> {
  const [postgres, redis] = [await startPostgres(COUNTING), await startRedis()]
  try {
    const stores = async () => ({ postgres: await freshDatabase(postgres.url), redis: await freshRedis(redis.url) })
    await onInstallations(stores, async (small, large) => {
      console.log('\nat scale: Postgres and Redis')
      verdicts.push(...(await compareSizes(small, large, rounds)))
      verdicts.push(await boundedMemory(small, large))
    })
  } finally {
    await postgres.close()
    await redis.close()
  }
}

async function onInstallations(
  stores: () => Promise<{ postgres: string; redis: string } | null>,
  work: (small: Installation, large: Installation) => Promise<void>,
): Promise<void> {
  const started: Installation[] = []
  try {
    for (const size of sizes) started.push(await startInstallation(size, { upstream, stores: await stores() }))
    const [small, large] = started
    if (small !== undefined && large !== undefined) await work(small, large)
  } finally {
    for (const installation of started) await installation.stop()
  }
}
