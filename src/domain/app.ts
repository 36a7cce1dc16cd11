import type { Account, Role } from './account.ts'
import type { Company, CompanyKind } from './company.ts'
import type { InnerName } from './inner-name.ts'

/** An upstream portal: what it matches and who may enter. */
export interface App {
  name: string
  /** Host it answers to, lower case, with no port; null for every host the gateway answers to. */
  host: string | null
  /** Path prefix, beginning and ending with `/`. */
  path: string
  /** Origin of the upstream, `http://127.0.0.1:9090`. */
  upstream: string
  /** For an app that is not told what it is called outside; null: it is called inside as outside. */
  inner: InnerName | null
  /** Empty lists mean everybody. */
  allow: { kinds: CompanyKind[]; companies: string[]; roles: Role[] }
  /** Path prefixes that need no session. */
  publicPaths: string[]
  /** Origins besides the site's own that may open WebSockets. */
  webSocketOrigins: string[]
  /** What it is told about visitors. */
  identity: AppIdentity
  /** For an upstream over https; empty for the usual authorities and no certificate of our own. */
  tls: UpstreamTls
  timeouts: AppTimeouts
  /** How many requests may be on their way to it at a time, how many may wait behind them, and for how long. */
  concurrency: { requests: number; waiting: number; waitMs: number }
}

export interface AppTimeouts {
  connectMs: number
  responseMs: number
  /** How long it may be silent in the middle of its answer, but for event streams. */
  idleMs: number
  /** How long a client may be silent in the middle of what it sends, or take nothing of an answer that waits for it. */
  bodyMs: number
  /** What a client sends at least, on the average of each `bodyMs`; 0 for any pace. */
  bodyBytesPerSecond: number
  /** Null for no end. */
  totalMs: number | null
}

/** What can be said of a visitor in a header. */
export type IdentityFact = 'user' | 'name' | 'email' | 'company' | 'company_kind' | 'role'

export interface AppIdentity {
  /** Which header says what. */
  headers: readonly (readonly [header: string, fact: IdentityFact])[]
  /** Whether a signed `X-Gatehouse-Assertion` goes with it. */
  assertion: boolean
  /** By what the gateway signs in to the app, in place of the browser; null where that is the browser's own affair. */
  basic: AppSignIn | null
}

/** HTTP Basic (RFC 7617): one Authorization for everybody, a secret; or the name and password that each person has there. */
export type AppSignIn = { kind: 'fixed'; authorization: string } | { kind: 'per_account' }

export const STANDARD_IDENTITY: AppIdentity['headers'] = [
  ['X-Gatehouse-User', 'user'],
  ['X-Gatehouse-Name', 'name'],
  ['X-Gatehouse-Email', 'email'],
  ['X-Gatehouse-Company', 'company'],
  ['X-Gatehouse-Company-Kind', 'company_kind'],
  ['X-Gatehouse-Role', 'role'],
]

/** PEM texts. With `ca`, the app's certificate must come from there; `cert` and `key` go together. */
export interface UpstreamTls {
  ca?: string
  cert?: string
  key?: string
  /** Where each was read, as an absolute path. */
  files?: Partial<Record<'ca' | 'cert' | 'key', string>>
}

/** Whether an account may enter an app: each list that is not empty must name it. */
export function mayEnter(app: App, account: Pick<Account, 'role'>, company: Company): boolean {
  const { kinds, companies, roles } = app.allow
  if (kinds.length > 0 && !kinds.includes(company.kind)) return false
  if (companies.length > 0 && !companies.includes(company.id)) return false
  return roles.length === 0 || roles.includes(account.role)
}
