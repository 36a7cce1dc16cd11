import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { openAudit } from './audit.ts'
import type { Configuration } from './config/settings.ts'
import { isGatewayPath } from './domain/path.ts'
import type { Clock } from './domain/ports.ts'
import { openFactors } from './factors.ts'
import { openFailureAnswer } from './http/failure-answer.ts'
import { openGuard } from './http/guard.ts'
import { refuseBrokenRequest, serverOptions } from './http/server.ts'
import { readTarget } from './http/request-target.ts'
import { sessionCookieName } from './http/session-cookie.ts'
import { openSessionLookup } from './http/session-lookup.ts'
import { openMandates } from './mandates.ts'
import { openAssets } from './pages/assets.ts'
import { openPages } from './pages/index.ts'
import { openUpstreams } from './proxy/forward.ts'
import { openHeaderRules } from './proxy/headers.ts'
import { openRoutes } from './proxy/route.ts'
import { openTunnels } from './proxy/tunnels.ts'
import { openGatewayPages } from './routes/index.ts'
import { openNoAccess } from './routes/no-access.ts'
import { openSecrets } from './secrets.ts'
import { seedAccounts } from './seed.ts'
import { openStores } from './stores/open.ts'

export interface GatewayOptions {
  clock: Clock
  log: Logger
  /** Where relative files of the configuration are. */
  dataDir: string
  /** Where messages go that would go to a phone. */
  outbox: { file: string | null; print: (line: string) => void }
}

export interface Gateway {
  /** Not listening yet. */
  server: Server
  /** Stops accepting, lets requests under way end, closes WebSockets and stores. */
  close(): Promise<void>
}

const projectDir = join(import.meta.dirname, '..')

/** Opens what the configuration names and wires it. Rejects with `store_unavailable` when a store cannot be reached. */
export async function openGateway(configuration: Configuration, options: GatewayOptions): Promise<Gateway> {
  const { settings, policy } = configuration
  const { clock, log, dataDir } = options

  const secrets = openSecrets(settings.secrets)
  const stores = await openStores(settings, { clock, log, dataDir })
  const { accounts, companies } = stores.directory
  const { revocations } = stores.sessions
  const audit = openAudit({ trail: stores.directory.audit, clock, log })
  const mandates = openMandates({ companies, policy: () => policy, audit, clock, log })
  const factors = await openFactors(settings, {
    directory: stores.directory,
    secrets,
    clock,
    log,
    outbox: options.outbox,
  })
  await mandates.reviewPolicy()
  await seedAccounts(settings.seedAccounts, { accounts, hash: (password) => factors.passwords.hash(password), clock })

  const assetsDir = join(projectDir, 'public')
  const pages = openPages({ assetsDir, viewsDir: join(projectDir, 'views') })
  const fail = openFailureAnswer({ settings, pages, log })
  const routes = openRoutes(settings.apps)
  const rules = openHeaderRules()
  const upstreams = openUpstreams(settings.apps, rules)
  const lookup = openSessionLookup({
    reader: stores.sessions.reader,
    revocations,
    accounts,
    cookieKeys: secrets.cookieKeys,
    cookieName: sessionCookieName(settings.publicUrl.protocol),
    limits: settings.session,
    policy: () => policy,
    clock,
    log,
  })
  const tunnels = openTunnels({ lookup, revocations, rules, clock, log })
  const noAccess = openNoAccess({ settings, pages, findApp: (hostname, path) => routes.find(hostname, path) })
  const guard = openGuard({ settings, routes, rules, lookup, upstreams, tunnels, clock, log, fail, noAccess })
  const gatewayPages = openGatewayPages(
    {
      settings,
      policy: () => policy,
      pages,
      accounts,
      mandates,
      revocations,
      secrets,
      audit,
      clock,
      ...factors,
      throttle: stores.throttle,
      findApp: (hostname, path) => routes.find(hostname, path),
    },
    { assets: openAssets(assetsDir), sessionStore: stores.sessions.expressStore, check: () => stores.check(), fail },
  )

  /** A request's way: a host and path that nobody can misread, then the gateway's own pages, or the guard. */
  function receive(req: IncomingMessage, res: ServerResponse): void {
    try {
      const target = readTarget(req, settings.knownHosts)
      req.arrival = guard.arrival(req, target)
      if (isGatewayPath(target.path)) gatewayPages(req, res)
      else guard.handle(req, res, target)
    } catch (error) {
      fail(req, res, error)
    }
  }

  const server = createServer(serverOptions, receive)
  server.on('upgrade', (req, socket, head) => guard.upgrade(req, socket, head))
  server.on('clientError', refuseBrokenRequest)

  return {
    server,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      tunnels.close()
      await closed
      mandates.close()
      await upstreams.close()
      await stores.close()
    },
  }
}
