import type { App } from '../domain/app.ts'
import type { Channel } from '../domain/factor.ts'
import type { Language } from '../domain/language.ts'
import type { Policy } from '../domain/policy.ts'
import type { SendLimits } from '../domain/ports/codes.ts'
import type { SessionLimits } from '../domain/session.ts'
import type { Theme } from '../domain/theme.ts'
import type { NoticeLimits, SignUpLimits } from '../domain/quota.ts'

/** `config/gatehouse.yaml`, checked, with defaults filled in, durations in milliseconds and secrets read. */
export interface Settings {
  /** Scheme and host under which browsers reach the gateway; its scheme decides about `Secure` and `__Host-`. */
  publicUrl: { origin: string; protocol: 'http:' | 'https:'; host: string; hostname: string }
  listen: { host: string; port: number }
  /** Where `/metrics` is; null for nowhere. */
  metrics: { host: string; port: number } | null
  /** How long what is under way has to end once the gateway was told to stop. */
  stopWithinMs: number
  /** Every `host[:port]` that is answered, lower case: the public one, those of apps, and loopback names beside `localhost`. */
  knownHosts: ReadonlySet<string>
  portal: { name: string; help: Help }
  theme: Theme
  /** Of pages and messages, where nobody asks for one that they have. */
  defaultLanguage: Language
  /** First signs and encrypts, all verify and decrypt. Each at least 32 characters. */
  secrets: [string, ...string[]]
  stores: {
    directory: { kind: 'sqlite'; file: string } | PostgresSettings
    sessions: { kind: 'embedded' } | { kind: 'redis'; redis: RedisSettings }
  }
  /** CIDR ranges of the proxies whose X-Forwarded-* is believed. */
  believedProxies: string[]
  /** How long lines of the audit trail are kept; null for good. */
  audit: { retentionMs: number | null }
  /** Which other proxies may ask whether a request may pass; null for none. */
  forwardAuth: ForwardAuth | null
  /** `freshProofMs`: how old a proof may be where a sensitive change asks for one (R7). */
  session: SessionLimits & { freshProofMs: number }
  /** `linkLifeMs`: how long a one-time sign-up link may be used. */
  signUp: { linkLifeMs: number } & SignUpLimits
  notices: NoticeLimits
  codes: { digits: number; lifeMs: number; tries: number } & SendLimits
  /** Connections that one client address may hold. */
  connectionsPerAddress: number
  delivery: DeliverySettings
  apps: App[]
  /** Accounts that are created at start if they do not exist. */
  seedAccounts: SeedAccount[]
  /** True when an app's upstream is `demo-portal`: the process then starts that portal on a free port. */
  usesDemoPortal: boolean
}

/** Other proxies of one kind, at these CIDR ranges. */
export interface ForwardAuth {
  by: 'nginx' | 'traefik' | 'caddy' | 'envoy'
  from: string[]
}

/** Whom to ask, in each language; null shows no such line. */
export type Help = Readonly<Record<Language, string>> | null

export interface PostgresSettings {
  kind: 'postgres'
  url: string
  /** How many connections this process may hold. */
  connections: number
}

/** Redis as one server, as the master that Sentinel names, or as a cluster. */
export type RedisSettings = RedisLogin &
  (
    | { kind: 'server'; url: string }
    | {
        kind: 'sentinel'
        sentinels: { host: string; port: number }[]
        /** What Sentinel calls the master. */
        name: string
        sentinelLogin: Omit<RedisLogin, 'tls'>
        database: number
      }
    | { kind: 'cluster'; nodes: { host: string; port: number }[] }
  )

export interface RedisLogin {
  username: string | null
  password: string | null
  /** Null for plain TCP; `ca` is PEM, null for the system's. */
  tls: { ca: string | null } | null
}

/** Who carries codes and mail. */
export interface DeliverySettings {
  twilio: TwilioSettings | null
  carriers: CarrierSettings[]
  /** Names of carriers, in the order in which they are asked; null for the outbox. */
  channels: Record<Channel, string[]> | null
  lineType: 'numbering_plan' | 'twilio_lookup'
  smtp: SmtpSettings | null
}

export interface TwilioSettings {
  accountSid: string
  /** The account's SID and auth token, or those of an API key. */
  username: string
  password: string
  region: string | null
  edge: string | null
  /** Where every API is reached instead of at its own address. */
  baseUrl: string | null
}

export type CarrierSettings = { name: string } & (
  | { kind: 'twilio_verify'; serviceSid: string; locale: string | null }
  | { kind: 'twilio_messages'; sender: { from: string } | { messagingServiceSid: string } }
  | { kind: 'twilio_calls'; from: string; language: string }
  | { kind: 'webhook'; webhook: WebhookSettings }
)

/** One HTTP request. URL, header values and the texts of the body hold placeholders, as `{to}`. */
export interface WebhookSettings {
  method: 'GET' | 'POST' | 'PUT'
  url: string
  headers: Record<string, string>
  body: { json: unknown } | { form: Record<string, string> } | null
  /** Values of further placeholders. */
  secrets: Record<string, string>
  /** Statuses that mean success; null for every 2xx. */
  statuses: number[] | null
  /** What must stand at a path of the JSON answer. */
  field: { path: string[]; equals: string | number | boolean } | null
  /** Where in the JSON answer the message is named. */
  reference: string[] | null
  allowPrivate: boolean
}

export interface SmtpSettings {
  host: string
  port: number
  security: 'starttls' | 'tls' | 'none'
  login: { user: string; password: string } | null
  from: string
}

export interface SeedAccount {
  username: string
  name: string
  company: string
  role: 'admin' | 'member'
  email: string | null
  phone: string | null
  /** Exactly one of the two. */
  password: string | null
  passwordHash: string | null
}

/** Everything that the two files say. */
export interface Configuration {
  settings: Settings
  policy: Policy
}
