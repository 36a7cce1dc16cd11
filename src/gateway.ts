import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Configuration, Settings } from './config/settings.ts'
import { GatehouseError } from './domain/errors.ts'
import { isGatewayPath } from './domain/path.ts'
import type { Policy } from './domain/policy.ts'
import { type GroundOptions, type InForce, openGround } from './ground.ts'
import { AUTHZ } from './http/asked-about.ts'
import { limitConnections } from './http/connection-limit.ts'
import { refuseOddFraming } from './http/framing.ts'
import { answerHalfClosed } from './http/half-closed.ts'
import type { Ongoing } from './http/ongoing.ts'
import { readTarget } from './http/request-target.ts'
import {
  isBehindTheLast,
  isIgnoredUpgrade,
  isOutOfTurn,
  refuseBrokenRequests,
  refuseConnect,
  serverOptions,
} from './http/server.ts'
import type { SessionLookup } from './http/session-lookup.ts'
import { openStoppable } from './http/stop.ts'
import type { Outgoing } from './notices.ts'
import { openOperations } from './operations.ts'
import type { Credentials } from './proxy/credentials.ts'
import { seedAccounts } from './seed.ts'
import { openStations, type Stations } from './stations.ts'

export interface GatewayOptions extends GroundOptions {
  /** Where messages go that would go to a phone. */
  outbox: { file: string | null; print: (line: string) => void }
}

export interface Gateway {
  /** Not listening yet. */
  server: Server
  /** For `/metrics` and health probes, where the configuration asks for it. Not listening yet either. */
  operations: Server | null
  /** What is in force now. */
  configuration(): Configuration
  /**
   * Puts another configuration in force: for requests from now on, while those under way end as they began. Its listen
   * address and stores are not looked at. Rejects, with nothing changed, when it cannot be opened.
   */
  reload(configuration: Configuration): Promise<void>
  /** How many accounts that may sign in each of these companies has. */
  accountCounts(companyIds: string[]): Promise<ReadonlyMap<string, number>>
  /**
   * Stops accepting, lets requests under way end, says goodbye to WebSockets, and closes the stores. Connections that
   * are still there after `stopWithinMs` are cut off. The listener for operators says so meanwhile, and closes last.
   */
  close(): Promise<void>
}

/** Opens what the configuration names and wires it. Rejects with `store_unavailable` when a store cannot be reached. */
export async function openGateway(first: Configuration, options: GatewayOptions): Promise<Gateway> {
  const { clock, log } = options
  let inForce = first
  const now: InForce = {
    settings: () => inForce.settings,
    policy: () => inForce.policy,
    lookup: () => path.lookup,
    credentials: () => path.credentials,
    outgoing: () => path.outgoing,
    stopping: () => stoppable.stopping(),
  }
  const ground = await openGround(first.settings, { ...options, inForce: now })
  const { stores, mandates, notices, retention, passwords, tunnels, ongoing } = ground
  const policy = (): Policy => inForce.policy

  const open = async (settings: Settings): Promise<Path> =>
    openPath(settings, await openStations(settings, { ...options, ...ground, policy }), ongoing)
  let path = await open(first.settings)
  await mandates.reviewPolicy()
  await createSeedAccounts()
  // Not awaited: there may be much to remove.
  void retention.run()

  function createSeedAccounts(): Promise<void> {
    const { accounts, administration } = stores.directory
    const hash = (text: string) => passwords.hash(text)
    return seedAccounts(inForce.settings.seedAccounts, { accounts, administration, hash, audit: ground.audit, clock })
  }

  const receive = (req: IncomingMessage, res: ServerResponse): void => {
    if (isRefused(req.socket)) return void req.socket.destroy()
    if (isBehindTheLast(req.socket, res)) return
    if (isIgnoredUpgrade(req)) res.shouldKeepAlive = false
    path.receive(req, res)
  }
  const server = createServer(serverOptions, receive)
  // Without a listener, node:http would ask for the body before anything is decided.
  server.on('checkContinue', (req, res) => {
    // A client that was not asked for its body may send it all the same, or not: what comes next would be anybody's guess.
    res.shouldKeepAlive = false
    receive(req, res)
  })
  server.on('upgrade', (req, socket, head) => {
    if (isRefused(socket) || isOutOfTurn(socket)) socket.destroy()
    else path.upgrade(req, socket, head)
  })
  server.on('connect', (_req, socket) => {
    if (isRefused(socket) || isOutOfTurn(socket)) socket.destroy()
    else refuseConnect(socket)
  })
  server.on(
    'clientError',
    refuseBrokenRequests((status) => ground.meter.requestBroken(status)),
  )
  answerHalfClosed(server)
  const isRefused = limitConnections(server, {
    limits: () => ({
      perAddress: inForce.settings.connectionsPerAddress,
      believedProxies: inForce.settings.believedProxies,
    }),
    refused: () => ground.meter.connectionRefused(),
  })
  const stoppable = openStoppable(server, { ongoing, goodbye: () => tunnels.goAway() })
  const operations = ground.metrics === null ? null : openOperations({ metrics: ground.metrics, health: ground.health })

  return {
    server,
    operations,
    configuration: () => inForce,
    async reload(next) {
      const opened = await open(next.settings)
      const former = { path, inForce }
      path = opened
      inForce = next
      await mandates.reviewPolicy().catch(async (error: unknown) => {
        path = former.path
        inForce = former.inForce
        await opened.close()
        throw error
      })
      // Mandates may be latched by now, so there is no way back: a seed account that failed is tried at the next reload.
      await createSeedAccounts().catch((error: unknown) => log.error({ err: error }, 'a seed account was not created'))
      tunnels.recheck()
      // Not awaited: requests under way may take as long as they like.
      former.path
        .close()
        .catch((error: unknown) => log.error({ err: error }, 'connections to apps could not be closed'))
    },
    accountCounts: (companyIds) => stores.directory.companies.accountCounts(companyIds),
    async close() {
      const stopBy = performance.now() + inForce.settings.stopWithinMs
      const cutOff = await stoppable.stop(inForce.settings.stopWithinMs)
      if (cutOff > 0) log.warn({ connections: cutOff }, 'connections did not end in time and were cut off')
      const unsent = await notices.settle(Math.max(0, stopBy - performance.now()))
      if (unsent > 0) log.warn({ notices: unsent }, 'notices could not be sent in time')
      tunnels.close()
      mandates.close()
      await retention.close()
      await path.close()
      await stores.close()
      operations?.close().closeAllConnections()
    },
  }
}

/** A request's way under one configuration. */
interface Path {
  receive(req: IncomingMessage, res: ServerResponse): void
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void
  lookup: SessionLookup
  credentials: Credentials
  outgoing: Outgoing
  /** Lets what is under way to the apps end. */
  close(): Promise<void>
}

function openPath(settings: Settings, stations: Stations, ongoing: Ongoing): Path {
  const { guard, authz, gatewayPages, fail, lookup, credentials, outgoing } = stations

  /** A length, a host and a path that nobody can misread, then another proxy's question, the gateway's own pages, or the guard. */
  function receive(req: IncomingMessage, res: ServerResponse): void {
    try {
      refuseOddFraming(req, res)
      const target = readTarget(req, settings.knownHosts)
      req.arrival = guard.arrival(req, target)
      if (!isGatewayPath(target.path)) return guard.handle(req, res, target)
      if (target.path === AUTHZ || target.path.startsWith(`${AUTHZ}/`)) return authz(req, res)
      ongoing.follow(res, { app: '(gatehouse)', decision: 'own_page' })
      gatewayPages(req, res)
    } catch (error) {
      ongoing.follow(res, { app: null, decision: error instanceof GatehouseError ? error.code : 'internal' })
      fail(req, res, error)
    }
  }

  return {
    receive,
    upgrade: (req, socket, head) => guard.upgrade(req, socket, head),
    lookup,
    credentials,
    outgoing,
    close: () => stations.close(),
  }
}
