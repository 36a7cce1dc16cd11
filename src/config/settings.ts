import type { App } from '../domain/app.ts'
import type { Policy } from '../domain/policy.ts'
import type { SendLimits } from '../domain/ports.ts'
import type { SessionLimits } from '../domain/session.ts'

/** `config/gatehouse.yaml`, checked, with defaults filled in, durations in milliseconds and secrets read. */
export interface Settings {
  /** Scheme and host under which browsers reach the gateway; its scheme decides about `Secure` and `__Host-`. */
  publicUrl: { origin: string; protocol: 'http:' | 'https:'; host: string; hostname: string }
  listen: { host: string; port: number }
  /** Every `host[:port]` that is answered, lower case: the public one, those of apps, and loopback names beside `localhost`. */
  knownHosts: ReadonlySet<string>
  portal: { name: string; help: string | null }
  /** First signs and encrypts, all verify and decrypt. Each at least 32 characters. */
  secrets: [string, ...string[]]
  stores: {
    directory: { kind: 'sqlite'; file: string } | { kind: 'postgres'; url: string }
    sessions: { kind: 'embedded' } | { kind: 'redis'; url: string }
  }
  /** CIDR ranges of the proxies whose X-Forwarded-* is believed. */
  believedProxies: string[]
  session: SessionLimits
  codes: { digits: number; lifeMs: number; tries: number } & SendLimits
  apps: App[]
  /** Accounts that are created at start if they do not exist. */
  seedAccounts: SeedAccount[]
  /** True when an app's upstream is `demo-portal`: the process then starts that portal on a free port. */
  usesDemoPortal: boolean
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
