import { randomInt } from 'node:crypto'
import type { Logger } from 'pino'
import { createCluster } from 'redis'
import type { RedisLogin, RedisSettings } from '../../config/settings.ts'
import { storeUnavailable } from '../../domain/errors.ts'
import { clientOptions, type Endpoint, NoReply, reconnectDelayMs, socketOptions, withinReplyTime } from './client.ts'
import type { RedisConnection } from './connection.ts'
import type { Whereabouts } from './follow.ts'
import { openSubscriptions } from './subscriptions.ts'

/** A node that stays away this long has perhaps been replaced: the others are asked. */
const REDISCOVER_AFTER_MS = 1000

/** Redis Cluster. What is published plainly goes to every node, so a subscription on any of them hears all of it. */
export async function openCluster(
  { nodes, username, password, tls }: RedisSettings & { kind: 'cluster' },
  log: Logger,
): Promise<RedisConnection> {
  const login = { username, password, tls }
  let connectedOnce = false
  let silent = false
  const lost = new Set<string>()
  const cluster = clusterFor(nodes, login, () => connectedOnce)
  cluster.on('error', (err: unknown) => {
    // What fails at the start comes out of connecting.
    if (connectedOnce) log.warn({ err }, 'the nodes of the Redis cluster cannot be told')
  })
  cluster.on('node-error', (err: unknown, { host, port }: Endpoint) => {
    const node = `${host}:${port}`
    if (!lost.has(node)) log.warn({ err, node }, 'a node of the Redis cluster is lost')
    lost.add(node)
  })
  cluster.on('node-ready', ({ host, port }: Endpoint) => {
    const node = `${host}:${port}`
    if (lost.delete(node)) log.info({ node }, 'a node of the Redis cluster is back')
    silent = false
  })
  try {
    await withinReplyTime(cluster.connect())
    connectedOnce = true
  } catch (error) {
    cluster.destroy()
    throw storeUnavailable(error)
  }

  // Processes spread their subscriptions over the nodes.
  let next = randomInt(cluster.masters.length)
  /** Another one each time. The cluster's client keeps itself informed of which there are. */
  const anyMaster = (): Promise<Endpoint> => {
    const master = cluster.masters[next++ % cluster.masters.length]
    if (master === undefined) return Promise.reject(new Error('the Redis cluster has no master'))
    return Promise.resolve({ host: master.host, port: master.port })
  }
  const where: Whereabouts = {
    login,
    database: 0,
    locate: anyMaster,
    async isStill({ host, port }) {
      return cluster.masters.some((master) => master.host === host && master.port === port)
    },
  }
  const subscriptions = openSubscriptions(() => where, log)

  return {
    now: () => cluster,
    async ask(send) {
      // Writing on to a node that does not answer would keep its socket from ever being given up.
      if (silent) throw storeUnavailable(new Error('a node of the Redis cluster does not answer'))
      const reply = send(cluster)
      const heard = () => {
        silent = false
      }
      reply.then(heard, heard)
      try {
        return await withinReplyTime(reply)
      } catch (error) {
        if (error instanceof NoReply) silent = true
        throw storeUnavailable(error)
      }
    },
    subscribe: (channel, hear) => subscriptions.add(channel, hear),
    database: 0,
    close() {
      subscriptions.close()
      cluster.destroy()
    },
  }
}

function clusterFor(nodes: Endpoint[], login: RedisLogin, connectedOnce: () => boolean) {
  const reconnectStrategy = (tries: number, cause: Error) => (connectedOnce() ? reconnectDelayMs(tries) : cause)
  return createCluster({
    rootNodes: nodes.map(({ host, port }) => ({ socket: { host, port } })),
    defaults: { ...clientOptions(login), socket: socketOptions(login, { reconnectStrategy }) },
    topologyRefreshOnReconnectionAttemptStrategy: REDISCOVER_AFTER_MS,
  })
}
