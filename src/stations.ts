import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Settings } from './config/settings.ts'
import type { App } from './domain/app.ts'
import type { Policy } from './domain/policy.ts'
import { openFactors } from './factors.ts'
import type { GatewayOptions } from './gateway.ts'
import type { Ground } from './ground.ts'
import { openAuthz } from './http/authz.ts'
import { type FailureAnswer, openFailureAnswer } from './http/failure-answer.ts'
import { type Guard, openGuard } from './http/guard.ts'
import { sessionCookieName } from './http/session-cookie.ts'
import { openSentForms } from './http/sent-forms.ts'
import { openSessionLookup, type SessionLookup } from './http/session-lookup.ts'
import { openTurnAway } from './http/turn-away.ts'
import { openKeptForms } from './kept-forms.ts'
import type { Outgoing } from './notices.ts'
import { brokenTemplates, openOutgoing } from './outgoing.ts'
import { openAssets } from './pages/assets.ts'
import { openPages } from './pages/index.ts'
import { openAssertions } from './proxy/assertions.ts'
import { type Credentials, openCredentials } from './proxy/credentials.ts'
import { openTold } from './proxy/told.ts'
import { openUpstreams } from './proxy/forward.ts'
import { frontMarks } from './proxy/front-marks.ts'
import { openHeaderRules } from './proxy/headers.ts'
import { openRoutes } from './proxy/route.ts'
import { openSigningKeys } from './proxy/signing-keys.ts'
import { openGatewayPages } from './routes/index.ts'
import { openNoAccess } from './routes/no-access.ts'
import { openSessionEnded } from './routes/session-ended.ts'
import { openSecrets } from './secrets.ts'

/** What a request meets on its way, in the order of `receive` in gateway.ts. */
export interface Stations {
  guard: Guard
  /** Answers other proxies. */
  authz: (req: IncomingMessage, res: ServerResponse) => void
  gatewayPages: (req: IncomingMessage, res: ServerResponse) => void
  fail: FailureAnswer
  lookup: SessionLookup
  credentials: Credentials
  outgoing: Outgoing
  /** Lets what is under way to the apps end. */
  close(): Promise<void>
}

const projectDir = join(import.meta.dirname, '..')

/**
 * Opens and wires what a request meets under one configuration. Rejects with `store_unavailable` when a store cannot be
 * reached.
 */
export async function openStations(
  settings: Settings,
  parts: Ground & Pick<GatewayOptions, 'clock' | 'log' | 'outbox'> & { policy: () => Policy },
): Promise<Stations> {
  const { clock, log, stores, audit, notices, mandates, passwords, tunnels, ongoing, admission, meter, policy } = parts
  const {
    accounts,
    administration,
    employees,
    failures,
    signUpLinks,
    quotas,
    ownFactors,
    appCredentials,
    audit: trail,
  } = stores.directory
  const { revocations, reader, expressStore, ofAccount: sessions } = stores.sessions
  const secrets = openSecrets(settings.secrets)
  const { delivery, ...factors } = await openFactors(settings, {
    directory: stores.directory,
    secrets,
    clock,
    log,
    outbox: parts.outbox,
  })

  const { theme } = settings
  const assets = openAssets(join(projectDir, 'public'), theme)
  const pages = openPages({
    assets,
    viewsDir: join(projectDir, 'views'),
    theme,
    report: brokenTemplates(log),
  })
  const fail = openFailureAnswer({ settings, pages, log })
  const routes = openRoutes(settings.apps)
  const findApp = (hostname: string, path: string): App | null => routes.find(hostname, path)
  const rules = openHeaderRules(settings.apps)
  const upstreams = openUpstreams(settings.apps, rules)
  const signingKeys = await openSigningKeys({ store: stores.directory.signingKeys, secrets, clock, log })
  const assertions = openAssertions({ keys: signingKeys, issuer: settings.publicUrl.origin, clock })
  const credentials = openCredentials({ store: appCredentials, secrets, log })
  const toldOf = openTold({ assertions, credentials })
  const lookup = openSessionLookup({
    reader,
    revocations,
    accounts,
    cookieKeys: secrets.cookieKeys,
    cookieName: sessionCookieName(settings.publicUrl.protocol),
    limits: settings.session,
    policy,
    meter,
    clock,
    log,
  })
  const noAccess = openNoAccess({ settings, pages, findApp })
  const keptForms = openKeptForms({ store: stores.directory.keptForms, secrets, clock })
  const sentForms = openSentForms({ settings, keptForms, quotas, secrets, clock })
  const away = { settings, fail, noAccess, sessionEnded: openSessionEnded({ settings, pages }) }
  const guard = openGuard({
    settings,
    routes,
    rules,
    toldOf,
    admission,
    lookup,
    upstreams,
    tunnels,
    ongoing,
    meter,
    clock,
    log,
    fail,
    turnAway: openTurnAway({ ...away, sentForms }),
  })
  const authz = openAuthz({
    settings,
    routes,
    rules,
    toldOf,
    marks: frontMarks(settings.apps),
    lookup,
    ongoing,
    clock,
    log,
    fail,
    turnAway: openTurnAway({ ...away, sentForms: null }),
  })
  const { throttle } = stores
  const gatewayPages = openGatewayPages(
    {
      settings,
      policy,
      pages,
      accounts,
      administration,
      employees,
      failures,
      mandates,
      revocations,
      secrets,
      audit,
      notices,
      clock,
      passwords,
      ...factors,
      throttle,
      keptForms,
      sentForms,
      signUpLinks,
      quotas,
      ownFactors,
      appCredentials,
      sessions,
      trail,
      findApp,
    },
    {
      assets,
      sessionStore: expressStore,
      check: () => stores.check(),
      health: parts.health,
      publishedKeys: () => signingKeys.published(),
      fail,
    },
  )

  return {
    guard,
    authz,
    gatewayPages,
    fail,
    lookup,
    credentials,
    outgoing: openOutgoing(settings, delivery, log),
    close() {
      lookup.close()
      signingKeys.close()
      return upstreams.close()
    },
  }
}
