import { z } from 'zod'
import {
  credential,
  companyId,
  companyKind,
  duration,
  origin,
  originFault,
  path,
  prefix,
  shapedText,
  text,
  unlessMissing,
  wholeNumber,
} from './fields.ts'

/** The upstream that stands for the demo portal, which `gatehouse serve` then starts by itself. */
export const DEMO_PORTAL = 'demo-portal'

const HOST = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/

/** An entry of `apps` in `gatehouse.yaml`. */
export const appSchema = z.strictObject({
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
  inner: z
    .strictObject({
      origin: origin
        .optional()
        .describe(
          'Origin by which the app knows itself; it gets its host as Host. Left out: the Host that browsers send.',
        )
        .meta({ examples: ['http://protection.intern:8080'] }),
      path: prefix
        .optional()
        .describe(
          'Path prefix that the app gets in place of its path, beginning and ending with "/". Left out: its path.',
        )
        .meta({ examples: ['/'] }),
    })
    .optional()
    .describe('For an app that knows only an inner name of its own: what it is called there. See docs/inner-names.md.'),
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
        .union(
          [
            z.literal('per_account'),
            z.strictObject({
              username: shapedText(/^[^:\p{Cc}]{1,200}$/u, 'write a name without a colon').describe(
                'Name of that account of the app.',
              ),
              password: credential.describe('Where its password is.'),
            }),
          ],
          {
            error: unlessMissing(
              'this is no credential: write per_account, or username and password of an account there',
            ),
          },
        )
        .optional()
        .describe(
          'HTTP Basic credential by which the gateway signs in to the app, in place of what browsers send: one for everybody, or per_account for the one that each person puts in.',
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
      idle: duration('1s', '24h')
        .prefault('10m')
        .describe(
          'How long the app may be silent in the middle of its answer. Event streams may be for as long as they are open.',
        ),
      body: duration('1s', '1h')
        .prefault('60s')
        .describe(
          'How long a client may be silent in the middle of what it sends, or take nothing of an answer that waits for it.',
        ),
      body_bytes_per_second: wholeNumber(0, 1_000_000)
        .prefault(240)
        .describe('How much a client must send, on the average of each `body`; 0 for any pace.'),
      total: duration('1s', '24h')
        .optional()
        .describe(
          'How long a request may take in all from its turn on, streams too. Left out: for as long as it takes.',
        ),
    })
    .prefault({})
    .describe('How long the app, and the client, are waited for.'),
  concurrency: z
    .strictObject({
      requests: wholeNumber(1, 100_000)
        .prefault(1000)
        .describe('How many requests may be on their way to the app at a time. WebSockets that are open do not count.'),
      waiting: wholeNumber(0, 100_000).prefault(100).describe('How many more may wait for their turn.'),
      wait: duration('1s', '5m').prefault('5s').describe('How long they wait before they get 503.'),
    })
    .prefault({})
    .describe('How much the app is asked at a time.'),
})

export type AppEntry = z.output<typeof appSchema>
