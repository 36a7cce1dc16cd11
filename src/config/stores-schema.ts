import { z } from 'zod'
import { credential, fromEnvironment, fromFile, shapedText, text, unlessMissing, wholeNumber } from './fields.ts'

/** The `stores` part of gatehouse.yaml: where the gateway keeps what it must not lose. */

const HOST_AND_PORT = /^([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/

const oneKeyOf = (...keys: string[]) => ({ oneOf: keys.map((key) => ({ required: [key] })) })

const databaseUrl = (scheme: string) =>
  z.union([shapedSecretUrl(scheme), fromEnvironment, fromFile], {
    error: unlessMissing(
      `this is no ${scheme} URL: write ${scheme}://host/…, or say where it is: { env: NAME } or { file: PATH }`,
    ),
  })

// The URL may hold a password: the message does not repeat it.
function shapedSecretUrl(scheme: string) {
  return z.string().refine((typed) => storeUrlFits(typed, scheme), {
    error: `this is no ${scheme} URL: write ${scheme}://host/…, or say where it is: { env: NAME } or { file: PATH }`,
  })
}

/** Whether a URL is one of a store: `postgres` (or `postgresql`), `redis` (or `rediss`). */
export function storeUrlFits(url: string, scheme: string): boolean {
  const protocols: Record<string, string[]> = {
    postgres: ['postgres:', 'postgresql:'],
    redis: ['redis:', 'rediss:'],
  }
  return protocols[scheme]?.includes(URL.parse(url)?.protocol ?? '') ?? false
}

const directory = z
  .strictObject({
    sqlite: text().optional().describe('Embedded: the database file; a relative one is below the data directory.'),
    postgres: databaseUrl('postgres').optional().describe('URL of a Postgres database, or where it is to be found.'),
    connections: wholeNumber(1, 200)
      .optional()
      .describe('Connections to Postgres that each process may hold open; 10 if left out.'),
  })
  .refine(({ sqlite, postgres }) => (sqlite === undefined) !== (postgres === undefined), {
    error: 'exactly one belongs here: write { sqlite: FILE } or { postgres: URL }',
  })
  .meta(oneKeyOf('sqlite', 'postgres'))

const endpoints = (what: string) =>
  z
    .array(shapedText(HOST_AND_PORT, 'write host and port, as redis-1.internal:6379'))
    .min(1, { error: `no ${what} stands here: add one, as redis-1.internal:6379` })

const redisServers = z
  .strictObject({
    url: databaseUrl('redis')
      .optional()
      .describe('One server: its URL (rediss:// for TLS), or where it is to be found.'),
    sentinels: endpoints('Sentinel')
      .optional()
      .describe('Sentinels that know which server is the master, as host:port; 26379 if there is no port.'),
    name: text().optional().describe('What the Sentinels call the master, as mymaster.'),
    database: wholeNumber(0, 1023).optional().describe('Beside sentinels: number of the database; 0 if left out.'),
    sentinel_username: text().optional().describe('Name to sign in to the Sentinels with.'),
    sentinel_password: credential.optional().describe('Where the password for the Sentinels is.'),
    cluster: endpoints('node')
      .optional()
      .describe('Some nodes of a Redis Cluster, as host:port; they name the others. 6379 if there is no port.'),
    username: text().optional().describe('Name to sign in to Redis with; instead of the one in the URL.'),
    password: credential.optional().describe('Where the password for Redis is; instead of the one in the URL.'),
    tls: z.boolean().optional().describe('Beside sentinels or cluster: true for TLS to all of them.'),
    ca: text()
      .optional()
      .describe('With TLS: PEM file of the authority that is trusted; a relative one is below the data directory.'),
  })
  .meta(oneKeyOf('url', 'sentinels', 'cluster'))

export const storesSchema = z.strictObject({
  directory: directory
    .prefault({ sqlite: 'gatehouse.db' })
    .describe('Where companies, accounts, factors, mandates and the audit trail are kept.'),
  sessions: z
    .union(
      [
        z.literal('embedded'),
        z.strictObject({
          redis: z
            .union([shapedSecretUrl('redis'), fromEnvironment, fromFile, redisServers], {
              error: unlessMissing(
                'this is no redis URL: write redis://host/…, { env: NAME }, { file: PATH }, or { sentinels: [HOST:PORT], name: NAME }, or { cluster: [HOST:PORT] }',
              ),
            })
            .describe('URL of a Redis, or where it is to be found; or Sentinels, or a cluster.'),
        }),
      ],
      { error: 'this is no session store: write embedded, or { redis: URL }' },
    )
    .prefault('embedded')
    .describe('Where sessions are kept: embedded (in the SQLite file), or { redis: URL }.'),
})

export type StoresFile = z.output<typeof storesSchema>
export type RedisEntry = Exclude<StoresFile['sessions'], string>['redis']
export type RedisServers = z.output<typeof redisServers>
