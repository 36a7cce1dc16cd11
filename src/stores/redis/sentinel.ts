import { isDeepStrictEqual } from 'node:util'
import type { RedisLogin, RedisSettings } from '../../config/settings.ts'
import { clientFor, type Endpoint, type RedisClient, withinReplyTime } from './client.ts'
import type { Whereabouts } from './follow.ts'

/**
 * The master that Sentinel names, asked for anew whenever it is lost, as Redis' own "Guidelines for Redis clients with
 * support for Redis Sentinel" say: the first Sentinel that answers, then the role of the server it names.
 */
export function sentinelsOf(settings: RedisSettings & { kind: 'sentinel' }): Whereabouts {
  const { sentinels, name, sentinelLogin, database, username, password, tls } = settings
  const locate = () => masterOf(sentinels, name, { ...sentinelLogin, tls })
  return {
    login: { username, password, tls },
    database,
    locate,
    examine: assertMaster,
    // An old master that is cut off from Sentinel, and not from here, would be written to in vain.
    isStill: async (endpoint) => isDeepStrictEqual(await locate(), endpoint),
  }
}

/** Asks all of them at once: one that is gone costs no time, as long as another answers. */
async function masterOf(sentinels: Endpoint[], name: string, login: RedisLogin): Promise<Endpoint> {
  try {
    return await Promise.any(sentinels.map((sentinel) => askSentinel(sentinel, name, login)))
  } catch (error) {
    throw error instanceof AggregateError ? (error.errors[0] ?? error) : error
  }
}

async function askSentinel(sentinel: Endpoint, name: string, login: RedisLogin): Promise<Endpoint> {
  const client = clientFor(login, sentinel)
  // The same comes out of what is awaited.
  client.on('error', () => {})
  try {
    await withinReplyTime(client.connect())
    const reply = await withinReplyTime(client.sendCommand(['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name]))
    if (!Array.isArray(reply)) throw new Error(`Sentinel at ${sentinel.host} knows no master "${name}"`)
    const [host, port] = reply
    return { host: String(host), port: Number(port) }
  } finally {
    if (client.isOpen) client.destroy()
  }
}

async function assertMaster(client: RedisClient): Promise<void> {
  const reply = await withinReplyTime(client.sendCommand(['ROLE']))
  const role = Array.isArray(reply) ? String(reply[0]) : 'unknown'
  if (role !== 'master') throw new Error(`the server that Sentinel names is no master yet, but ${role}`)
}
