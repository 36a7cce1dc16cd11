import { z } from 'zod'
import { type Language, LANGUAGES } from '../domain/language.ts'
import { deliverySchema } from './delivery-schema.ts'
import {
  credential,
  companyId,
  companyKind,
  duration,
  fromEnvironment,
  origin,
  originFault,
  path,
  prefix,
  range,
  shapedText,
  text,
  unlessMissing,
  wholeNumber,
} from './fields.ts'
import { storesSchema } from './stores-schema.ts'

/** The upstream that stands for the demo portal, which `gatehouse serve` then starts by itself. */
export const DEMO_PORTAL = 'demo-portal'

const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/
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

const app = z.strictObject({
  name: text()
    .describe('Name of the app, as people know it.')
    .meta({ examples: ['Partner portal'] }),
  host: shapedText(HOST, 'write a host name in lower case and without a port, as backup.example.com')
    .optional()
    .describe('Host name it answers to, without a port. Left out: every host that has no app of its own for the path.'),
  path: prefix.describe('Path prefix it answers to, beginning and ending with "/".').meta({ examples: ['/'] }),
  upstream: z
    .string({ error: unlessMissing('this is no upstream: write an origin, as http://127.0.0.1:9090') })
    .superRefine((typed, ctx) => {
      const message = typed === DEMO_PORTAL ? null : originFault(typed)
      if (message !== null) ctx.addIssue({ code: 'custom', message, input: typed })
    })
    .describe(`Origin of the app behind the gateway; ${DEMO_PORTAL} starts the demo portal and uses that.`)
    .meta({ examples: ['http://127.0.0.1:9090'] }),
  allow: z
    .strictObject({
      kinds: z.array(companyKind).prefault([]).describe('Kinds of company whose people may enter.'),
      companies: z.array(companyId).prefault([]).describe('Keys of the companies whose people may enter.'),
      roles: z
        .array(z.enum(['admin', 'member']))
        .prefault([])
        .describe('Roles that may enter.'),
    })
    .prefault({})
    .describe('Who may enter. Each list that is not empty must name them; with none, everybody who signed in may.'),
  public: z
    .array(path)
    .prefault([])
    .describe('Path prefixes below the path of the app that anybody may reach without signing in.')
    .meta({ examples: [['/assets/']] }),
  websocket_origins: z
    .array(origin)
    .prefault([])
    .describe("Origins besides the site's own whose pages may open WebSockets."),
  identity: z
    .strictObject({
      headers: z
        .record(
          shapedText(/^[A-Za-z][A-Za-z0-9-]{0,60}$/, 'write the name of a header, as X-Remote-User'),
          z.enum(['user', 'name', 'email', 'company', 'company_kind', 'role']),
        )
        .optional()
        .describe(
          'Which header says what, in place of X-Gatehouse-User, -Name, -Email, -Company, -Company-Kind and -Role: user (the username), name, email, company (its key), company_kind or role.',
        )
        .meta({ examples: [{ 'X-Remote-User': 'user' }] }),
      assertion: z.boolean().prefault(true).describe('Whether X-Gatehouse-Assertion, a signed JWT, goes with them.'),
      basic: z
        .strictObject({
          username: shapedText(/^[^:\p{Cc}]{1,200}$/u, 'write a name without a colon').describe(
            'Name of that account of the app.',
          ),
          password: credential.describe('Where its password is.'),
        })
        .optional()
        .describe(
          'HTTP Basic credential by which the gateway signs in to the app, for everybody, in place of what browsers send.',
        ),
    })
    .prefault({})
    .describe('What the app is told about who is there.'),
  tls: z
    .strictObject({
      ca: text()
        .optional()
        .describe(
          'PEM file of the authorities that the certificate of the app must come from, in place of the usual ones.',
        ),
      certificate: text().optional().describe('PEM file of the certificate that the gateway shows to the app.'),
      key: text().optional().describe('PEM file of its private key.'),
    })
    .optional()
    .describe('For an upstream over https. Its certificate is verified in any case.')
    .meta({ examples: [{ ca: '/etc/gatehouse/inner-ca.pem' }] }),
  timeouts: z
    .strictObject({
      connect: duration('1s', '5m').prefault('5s').describe('How long connecting to the app may take.'),
      response: duration('1s', '1h').prefault('60s').describe('How long the app may take to begin its answer.'),
      body: duration('1s', '1h')
        .prefault('60s')
        .describe('How long a client may be silent in the middle of what it sends.'),
      total: duration('1s', '24h')
        .optional()
        .describe('How long a request may take in all, streams too. Left out: for as long as it takes.'),
    })
    .prefault({})
    .describe('How long the app, and the client, are waited for.'),
  concurrency: z
    .strictObject({
      requests: wholeNumber(1, 100_000)
        .prefault(1000)
        .describe('How many requests may be on their way to the app at a time. WebSockets do not count.'),
      waiting: wholeNumber(0, 100_000).prefault(100).describe('How many more may wait for their turn.'),
      wait: duration('1s', '5m').prefault('5s').describe('How long they wait before they get 503.'),
    })
    .prefault({})
    .describe('How much the app is asked at a time.'),
})

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
  session: z
    .strictObject({
      idle: duration('1m', '24h').prefault('1h').describe('A session that is not used for this long is over.'),
      absolute: duration('5m', '30d')
        .prefault('12h')
        .describe('A session is over this long after the password was given.'),
      waiting: duration('1m', '1h')
        .prefault('15m')
        .describe('How long a sign-in may wait between password and second factor.'),
      fresh_proof: duration('1m', '1h')
        .prefault('10m')
        .describe('A sensitive change asks for password and factor again when they were given longer ago than this.'),
    })
    .prefault({})
    .describe('How long sessions last.'),
  sign_up: z
    .strictObject({
      link_life: duration('1h', '30d').prefault('7d').describe('How long a one-time sign-up link may be used.'),
    })
    .prefault({})
    .describe('How somebody whom an admin has added sets a password.'),
  codes: z
    .strictObject({
      digits: wholeNumber(6, 10).prefault(6).describe('Length of a one-time code.'),
      life: duration('1m', '10m').prefault('10m').describe('How long a code may be used.'),
      tries: wholeNumber(1, 10).prefault(5).describe('How often one code may be tried.'),
      resend_after: duration('5s', '10m').prefault('30s').describe('How long to wait before sending another code.'),
      per_number_per_hour: wholeNumber(1, 100).prefault(5).describe('Codes sent to one number in an hour.'),
      per_account_per_day: wholeNumber(1, 1000).prefault(20).describe('Codes sent for one account in a day.'),
    })
    .prefault({})
    .describe('One-time codes by SMS and phone call.'),
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
    .array(app)
    .min(1, { error: 'no app stands here: add at least one, with name, path and upstream' })
    .describe('The portals behind the gateway. A named host goes before none, then the longest path.')
    .meta({ examples: [[{ name: 'Portal', path: '/', upstream: 'http://127.0.0.1:9090' }]] }),
  seed_accounts: z
    .array(seedAccount)
    .prefault([])
    .describe('Accounts that are made at start if they do not exist. Existing ones are left alone.'),
})

export type GatehouseFile = z.output<typeof gatehouseSchema>
export type AppEntry = GatehouseFile['apps'][number]
