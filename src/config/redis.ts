import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { readCredential } from './credential.ts'
import { errorCode } from './error-code.ts'
import type { Fault } from './fault.ts'
import type { Credential } from './fields.ts'
import type { Read } from './secrets.ts'
import type { RedisSettings } from './settings.ts'
import type { Source } from './source.ts'
import { type Start, storeUrl } from './store-url.ts'
import type { RedisEntry, RedisServers } from './stores-schema.ts'

const REDIS_PORT = 6379
const SENTINEL_PORT = 26_379

const AT = ['stores', 'sessions', 'redis']
const WAYS = ['url', 'sentinels', 'cluster'] as const
type Way = (typeof WAYS)[number]

/** Keys that belong to some of the ways only. */
const BELONGS: { key: keyof RedisServers; to: Way[]; words: string }[] = [
  { key: 'name', to: ['sentinels'], words: 'sentinels' },
  { key: 'database', to: ['sentinels'], words: 'sentinels; a URL names its own, and a cluster has but one' },
  { key: 'sentinel_username', to: ['sentinels'], words: 'sentinels' },
  { key: 'sentinel_password', to: ['sentinels'], words: 'sentinels' },
  { key: 'tls', to: ['sentinels', 'cluster'], words: 'sentinels or cluster; a URL says it as rediss://' },
]

/** What the entry of a Redis says that cannot be, beyond its shape. */
export function redisFaults(source: Source, redis: RedisEntry, start: Start): Fault[] {
  if (isUrl(redis)) return urlFaults(source, AT, redis, start)
  const ways = WAYS.filter((way) => redis[way] !== undefined)
  const [way] = ways
  if (way === undefined || ways.length > 1) {
    return [source.fault(AT, 'exactly one belongs here: write url, sentinels (with name) or cluster')]
  }
  const faults = way === 'url' && redis.url !== undefined ? urlFaults(source, [...AT, 'url'], redis.url, start) : []
  for (const { key, to, words } of BELONGS) {
    if (redis[key] === undefined || to.includes(way)) continue
    faults.push(source.fault([...AT, key], `"${key}" belongs beside ${words}: remove it`, 'key'))
  }
  if (way === 'sentinels' && redis.name === undefined) {
    faults.push(source.fault([...AT, 'sentinels'], 'what they call the master is missing: add "name: mymaster"', 'key'))
  }
  if (redis.ca !== undefined && !usesTls(redis, start)) {
    faults.push(
      source.fault([...AT, 'ca'], 'without TLS it is of no use: write "tls: true", or a rediss:// URL', 'key'),
    )
  }
  const reads: [key: string, read: Read | null][] = [
    ['password', credentialOf(redis.password, start)],
    ['sentinel_password', credentialOf(redis.sentinel_password, start)],
    ['ca', redis.ca === undefined ? null : readPem(redis.ca, start)],
  ]
  for (const [key, read] of reads) {
    if (read !== null && 'fault' in read) faults.push(source.fault([...AT, key], read.fault))
  }
  return faults
}

/** A URL, or where one is to be found. */
function isUrl(redis: RedisEntry): redis is string | Credential {
  return typeof redis === 'string' || 'env' in redis || 'file' in redis
}

function urlFaults(source: Source, at: string[], from: string | Credential, start: Start): Fault[] {
  const read = storeUrl(from, 'redis', start)
  return 'fault' in read ? [source.fault(at, read.fault)] : []
}

/** What an entry without faults says. */
export function redisFrom(redis: RedisEntry, start: Start): RedisSettings {
  const servers: RedisServers = isUrl(redis) ? { url: redis } : redis
  const { sentinels, name = '', cluster, database = 0 } = servers
  const login = {
    username: servers.username ?? null,
    password: valueOf(credentialOf(servers.password, start)),
    tls: usesTls(servers, start) ? { ca: valueOf(servers.ca === undefined ? null : readPem(servers.ca, start)) } : null,
  }
  if (sentinels !== undefined) {
    const sentinelLogin = {
      username: servers.sentinel_username ?? null,
      password: valueOf(credentialOf(servers.sentinel_password, start)),
    }
    const at = sentinels.map((typed) => endpoint(typed, SENTINEL_PORT))
    return { ...login, kind: 'sentinel', sentinels: at, name, sentinelLogin, database }
  }
  if (cluster !== undefined) {
    return { ...login, kind: 'cluster', nodes: cluster.map((typed) => endpoint(typed, REDIS_PORT)) }
  }
  return { ...login, kind: 'server', url: valueOf(storeUrl(servers.url ?? '', 'redis', start)) ?? '' }
}

function usesTls({ url, tls }: RedisServers, start: Start): boolean {
  if (url === undefined) return tls === true
  const read = storeUrl(url, 'redis', start)
  return 'value' in read && read.value.startsWith('rediss:')
}

function endpoint(typed: string, defaultPort: number): { host: string; port: number } {
  const { hostname, port } = new URL(`redis://${typed}`)
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || defaultPort) }
}

function credentialOf(from: Credential | undefined, start: Start): Read | null {
  return from === undefined ? null : readCredential(from, start)
}

function readPem(file: string, { dataDir }: Start): Read {
  const path = resolve(dataDir, file)
  const right = 'put the certificate of the authority there, as PEM'
  try {
    const value = readFileSync(path, 'utf8')
    return value.includes('-----BEGIN CERTIFICATE-----') ? { value } : { fault: `the file ${path} is no PEM: ${right}` }
  } catch (error) {
    return { fault: `the file ${path} cannot be read (${errorCode(error)}): ${right}` }
  }
}

function valueOf(read: Read | null): string | null {
  if (read === null) return null
  if ('fault' in read) throw new Error(read.fault)
  return read.value
}
