/** Everybody who is compared, by name. */
import { freePort } from '../test/support/free-port.ts'
import { startContender } from './child.ts'
import type { ContenderName } from './contenders.ts'
import { startAskingNginx, startFront, startPlainNginx } from './fronts.ts'
import { startGatehouse } from './gatehouse.ts'
import type { Server } from './server.ts'
import type { BenchStores } from './stores.ts'

interface Surroundings {
  upstream: string
  stores: BenchStores
}

type Start = (surroundings: Surroundings) => Promise<Server>

export const SERVERS = {
  'bare node:http': contender('bare node:http'),
  'bare undici forward': contender('bare undici forward'),
  'http-proxy-middleware': contender('http-proxy-middleware'),
  'naive gate': async ({ upstream, stores }) => startContender('naive gate', { upstream, redis: await stores.redis() }),
  'Gatehouse embedded': ({ upstream }) => startGatehouse({ upstream }),
  'Gatehouse Redis': async ({ upstream, stores }) =>
    startGatehouse({ upstream, stores: { redis: await stores.redis() } }),
  'Gatehouse 2 workers': async ({ upstream, stores }) =>
    startGatehouse({
      upstream,
      workers: 2,
      stores: { redis: await stores.redis(), postgres: await stores.postgres() },
    }),
  // Asked as by an nginx that is not there.
  'Gatehouse asked': async ({ upstream }) => startGatehouse({ upstream, behind: await freePort() }),
  'nginx proxy_pass': ({ upstream }) => startPlainNginx(upstream),
  'nginx auth_request': ({ upstream }) => startAskingNginx({ upstream }),
  'nginx front': ({ upstream }) => startFront({ upstream }),
} satisfies Record<string, Start>

export type ServerName = keyof typeof SERVERS

function contender(name: ContenderName): Start {
  return ({ upstream }) => startContender(name, { upstream, redis: '' })
}
