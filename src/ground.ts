import type { Logger } from 'pino'
import { type Audit, openAudit } from './audit.ts'
import type { Settings } from './config/settings.ts'
import { type Meter, silentMeter } from './domain/meter.ts'
import type { Policy } from './domain/policy.ts'
import type { Clock } from './domain/ports/clock.ts'
import type { SessionLimits } from './domain/session.ts'
import { openPasswords, type Passwords } from './factors/password.ts'
import { type Health, openHealth } from './health.ts'
import { type Ongoing, openOngoing } from './http/ongoing.ts'
import type { SessionLookup } from './http/session-lookup.ts'
import { openMandates } from './mandates.ts'
import { type OpenNotices, openNotices, type Outgoing, timerPause } from './notices.ts'
import type { ConfigurationStatus, Metrics, Readings } from './metrics.ts'
import { type Admission, openAdmission } from './proxy/admission.ts'
import type { Credentials } from './proxy/credentials.ts'
import { openHeaderRules } from './proxy/headers.ts'
import { openTunnels, type Tunnels } from './proxy/tunnels.ts'
import { openRetention, type Retention } from './retention.ts'
import { openStores, type Stores } from './stores/open.ts'

export interface GroundOptions {
  clock: Clock
  log: Logger
  /** Where relative files of the configuration are. */
  dataDir: string
  /** How reloads went, for readiness and metrics; left out where nothing reloads. */
  reloads?: { readonly status: ConfigurationStatus }
}

/** What is in force whenever it is asked for. */
export interface InForce {
  settings(): Settings
  policy(): Policy
  lookup(): SessionLookup
  credentials(): Credentials
  outgoing(): Outgoing
  stopping(): boolean
}

/** What a gateway keeps whatever configuration is put in force. */
export interface Ground {
  stores: Stores
  audit: Audit
  notices: OpenNotices
  mandates: ReturnType<typeof openMandates>
  retention: Retention
  passwords: Passwords
  tunnels: Tunnels
  ongoing: Ongoing
  admission: Admission
  meter: Meter
  /** Null where the configuration asks for none. */
  metrics: Metrics | null
  health: Health
}

/** Opens it. Rejects with `store_unavailable` when a store cannot be reached. */
export async function openGround(first: Settings, options: GroundOptions & { inForce: InForce }): Promise<Ground> {
  const { clock, log, dataDir, inForce } = options
  const session = liveLimits(() => inForce.settings().session)
  const stores = await openStores({ stores: first.stores, session }, { clock, log, dataDir })
  const { codes, companies, employees, quotas, audit: trail } = stores.directory
  const { revocations } = stores.sessions

  const neverReloaded = { state: 'in_force', inForceSince: clock.now() } as const
  const readings: Readings = {
    requestsUnderWay: () => ongoing.count(),
    appLoad: () => admission.load(),
    openWebSockets: () => tunnels.count(),
    passwordsWaiting: () => passwords.waiting(),
    mandatesLatched: () => mandates.latched(),
    revocationsHeard: () => revocations.healthy(),
    stores: () => stores.states(),
    codesBudgetUsed: async () => (await codes.sentInDay(clock.now())) / inForce.settings().codes.perDay,
    configuration: () => options.reloads?.status ?? neverReloaded,
  }
  const metrics = first.metrics === null ? null : (await import('./metrics.ts')).openMetrics(readings)
  const meter = metrics ?? silentMeter
  const ongoing = openOngoing({ meter, clock })
  const admission = openAdmission()
  const audit = openAudit({ trail, meter, clock, log })
  const notices = openNotices({
    outgoing: () => inForce.outgoing(),
    admins: (companyId, page) => employees.admins(companyId, page),
    quotas,
    audit,
    clock,
    pause: timerPause,
    log,
  })
  const mandates = openMandates({ companies, policy: () => inForce.policy(), audit, notices, clock, log })
  const retention = openRetention({
    trail,
    keptMs: () => inForce.settings().audit.retentionMs,
    audit,
    clock,
    log,
  })
  const passwords = await openPasswords({ report: (fault) => log.error({ err: fault }, fault.message) })
  const tunnels = openTunnels({
    rules: openHeaderRules([]),
    revocations,
    credentials: { of: (found, app) => inForce.credentials().of(found, app) },
    clock,
    log,
    lookup: {
      readAgain: (id) => inForce.lookup().readAgain(id),
      leftMs: (id) => inForce.lookup().leftMs(id),
      used: (found) => inForce.lookup().used(found),
    },
    appNow: ({ name }) => inForce.settings().apps.find((app) => app.name === name) ?? null,
  })
  const health = openHealth({ ...readings, stopping: () => inForce.stopping() })
  return { stores, audit, notices, mandates, retention, passwords, tunnels, ongoing, admission, meter, metrics, health }
}

/** The limits that are in force whenever they are asked for. */
function liveLimits(now: () => SessionLimits): SessionLimits {
  return {
    get idleMs() {
      return now().idleMs
    },
    get absoluteMs() {
      return now().absoluteMs
    },
    get waitingMs() {
      return now().waitingMs
    },
  }
}
