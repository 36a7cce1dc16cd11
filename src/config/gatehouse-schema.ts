import { z } from 'zod'
import { type Language, LANGUAGES } from '../domain/language.ts'
import { appSchema } from './app-schema.ts'
import { codes, notices, signUp } from './messages-schema.ts'
import { deliverySchema } from './delivery-schema.ts'
import {
  companyId,
  duration,
  fromEnvironment,
  origin,
  range,
  shapedText,
  text,
  unlessMissing,
  wholeNumber,
} from './fields.ts'
import { storesSchema } from './stores-schema.ts'

const ADDRESS_OR_HOST = /^([0-9A-Fa-f:.]+|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)$/
const PHC = /^\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+$/

const listen = z.strictObject({
  host: shapedText(ADDRESS_OR_HOST, 'write an address of this machine, as 127.0.0.1 or 0.0.0.0')
    .prefault('127.0.0.1')
    .describe('Address to listen on; 0.0.0.0 or :: for all of them.'),
  port: wholeNumber(1, 65_535).prefault(8080).describe('Port to listen on. --port overrides it.'),
})

const metrics = z.strictObject({
  listen: z
    .strictObject({
      host: shapedText(ADDRESS_OR_HOST, 'write an address of this machine, as 127.0.0.1 or 0.0.0.0')
        .prefault('127.0.0.1')
        .describe('Address to listen on: one that people do not reach.'),
      port: wholeNumber(1, 65_535)
        .describe('Port to listen on.')
        .meta({ examples: [9464] }),
    })
    .describe('A listener of its own, apart from the one that people reach.'),
})

const inEachLanguage = z
  .strictObject({
    en: text().optional().describe('In English.'),
    de: text().optional().describe('In German.'),
    fr: text().optional().describe('In French.'),
    es: text().optional().describe('In Spanish.'),
  } satisfies Record<Language, unknown>)
  .refine((texts) => Object.keys(texts).length > 0, { error: 'no language stands here: write { en: … }' })

const portal = z.strictObject({
  name: text().prefault('Portal').describe('Name of the portal, on top of every page.'),
  help: z
    .union([text(), inEachLanguage], {
      error: unlessMissing('this is no text: write some, or one for each language, as { en: …, de: … }'),
    })
    .optional()
    .describe('Whom to ask, shown at the foot of every page: one text for all, or one for each language.')
    .meta({ examples: ['Call 4711', { en: 'Call 4711', de: 'Rufen Sie 4711 an' }] }),
})

const secret = z.union(
  [
    fromEnvironment,
    z.strictObject({
      file: text().describe('File that holds the secret; a relative one is below the data directory.'),
      generate: z
        .boolean()
        .prefault(false)
        .describe('true makes the file, with a random secret, if it is missing. For a single machine.'),
    }),
  ],
  { error: 'a secret does not stand here itself: write { env: NAME } or { file: PATH }' },
)

const seedAccount = z
  .strictObject({
    username: shapedText(/^\S{1,254}$/, 'write a name without spaces, as maria@northwind.example')
      .describe('What the person types to sign in: an e-mail address, as a rule.')
      .meta({ examples: ['maria@northwind.example'] }),
    name: text()
      .describe("The person's name.")
      .meta({ examples: ['Maria Lopez'] }),
    company: companyId.describe('Key of the company in policy.yaml.').meta({ examples: ['northwind'] }),
    role: z.enum(['admin', 'member']).prefault('member').describe('admin or member.'),
    email: shapedText(/^[^\s@]+@[^\s@]+$/, 'write an e-mail address, as maria@northwind.example')
      .optional()
      .describe('Where mail reaches the person. Left out: the username, if that is an e-mail address.'),
    phone: shapedText(/^\+[1-9]\d{6,14}$/, 'write it in E.164, as +15062345678')
      .optional()
      .describe('Cell phone number in E.164. Having one makes nobody enrolled.'),
    password: z.string().optional().describe('The password itself. For a demo: elsewhere give its hash.'),
    password_hash: z
      .string()
      .regex(PHC, { error: 'this is no Argon2id hash: write it as $argon2id$v=19$m=19456,t=2,p=1$…' })
      .optional()
      .describe('Argon2id hash of the password, as a PHC string.'),
  })
  .refine((account) => (account.password === undefined) !== (account.password_hash === undefined), {
    error: 'exactly one belongs to an account: write password or password_hash',
  })

/** `gatehouse.yaml`: where the gateway stands, what is behind it and where it keeps things. */
export const gatehouseSchema = z.strictObject({
  public_url: origin
    .optional()
    .describe('Scheme and host under which browsers reach the gateway. Left out: http://localhost:<port>.')
    .meta({ examples: ['https://portal.example.com'] }),
  listen: listen.prefault({}).describe('Where the gateway listens.'),
  metrics: metrics
    .optional()
    .describe('Where figures for Prometheus are given, at /metrics. Left out: nowhere.')
    .meta({ examples: [{ listen: { host: '127.0.0.1', port: 9464 } }] }),
  stop_within: duration('1s', '10m')
    .prefault('30s')
    .describe('How long requests under way and WebSockets have to end when the gateway is told to stop.'),
  theme: text()
    .optional()
    .describe(
      'Folder with logo, colours and templates of your own, relative to this file. Left out: the look it comes with.',
    )
    .meta({ examples: ['./theme'] }),
  portal: portal.prefault({}).describe('How the pages of the gateway name the portal.'),
  default_language: z
    .enum(LANGUAGES)
    .prefault('en')
    .describe('What pages and messages are written in where a browser or account asks for no language that they have.'),
  secrets: z
    .array(secret)
    .min(1, { error: 'no secret stands here: add one, as { env: GATEHOUSE_SECRET }' })
    .describe(
      'Secrets of 32 characters or more. The first signs and encrypts, all verify and decrypt, so that they can be rotated.',
    )
    .meta({ examples: [[{ env: 'GATEHOUSE_SECRET' }]] }),
  stores: storesSchema.prefault({}).describe('Where the gateway keeps what it must not lose.'),
  believed_proxies: z
    .array(range)
    .prefault([])
    .describe('Address ranges of the proxies whose X-Forwarded-* is believed. None by default.'),
  audit: z
    .strictObject({
      retention: duration('30d', '9999d')
        .optional()
        .describe('Lines of the audit trail that are older than this are removed. Left out: they are kept for good.')
        .meta({ examples: ['400d'] }),
    })
    .prefault({})
    .describe('How long the audit trail is kept.'),
  forward_auth: z
    .strictObject({
      by: z.enum(['nginx', 'traefik', 'caddy', 'envoy']).describe('What kind of proxy asks.'),
      from: z
        .array(range)
        .min(1, { error: 'no address stands here: add those of the proxy' })
        .describe('Address ranges that it asks from.'),
    })
    .optional()
    .describe('Another proxy that asks at /_gatehouse/authz whether a request may pass. Left out: nobody may ask.')
    .meta({ examples: [{ by: 'nginx', from: ['127.0.0.1/32'] }] }),
  session: z
    .strictObject({
      idle: duration('1m', '24h').prefault('1h').describe('A session that is not used for this long is over.'),
      absolute: duration('5m', '30d')
        .prefault('12h')
        .describe('A session is over this long after the password was given.'),
      waiting: duration('1m', '1h')
        .prefault('15m')
        .describe(
          'How long a sign-in may wait between password and second factor, and a form that was posted for its person to sign in again or prove who they are.',
        ),
      fresh_proof: duration('1m', '1h')
        .prefault('10m')
        .describe('A sensitive change asks for password and factor again when they were given longer ago than this.'),
    })
    .prefault({})
    .describe('How long sessions last.'),
  sign_up: signUp,
  notices,
  codes,
  limits: z
    .strictObject({
      connections_per_address: wholeNumber(1, 1_000_000)
        .prefault(500)
        .describe(
          'How many connections one client address may hold; for IPv6, one /64. Believed proxies are not counted.',
        ),
    })
    .prefault({})
    .describe('What one client may take of the gateway.'),
  delivery: deliverySchema
    .prefault({})
    .describe('Who carries codes to phones, and mail. Left out: the outbox, which shows codes in the terminal.'),
  apps: z
    .array(appSchema)
    .min(1, { error: 'no app stands here: add at least one, with name, path and upstream' })
    .describe('The portals behind the gateway. A named host goes before none, then the longest path.')
    .meta({ examples: [[{ name: 'Portal', path: '/', upstream: 'http://127.0.0.1:9090' }]] }),
  seed_accounts: z
    .array(seedAccount)
    .prefault([])
    .describe('Accounts that are made at start if they do not exist. Existing ones are left alone.'),
})

export type GatehouseFile = z.output<typeof gatehouseSchema>
