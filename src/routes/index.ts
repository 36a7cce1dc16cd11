import express, { type Express } from 'express'
import session, { type Store } from 'express-session'
import type { JSONWebKeySet } from 'jose'
import { formBody } from '../http/form-body.ts'
import type { FailureAnswer } from '../http/failure-answer.ts'
import { sameOrigin } from '../http/same-origin.ts'
import { pageHeaders } from '../http/security-headers.ts'
import { cookieValue, sessionCookieName } from '../http/session-cookie.ts'
import type { Health } from '../health.ts'
import type { Assets } from '../pages/assets.ts'
import { GatehouseError } from '../domain/errors.ts'
import { accountRoutes } from './account.ts'
import { accountAppRoutes } from './account-app.ts'
import { accountAppsRoutes } from './account-apps.ts'
import { accountCredentialRoutes } from './account-credential.ts'
import { accountPasswordRoutes } from './account-password.ts'
import { accountPhoneRoutes } from './account-phone.ts'
import { accountPhoneCodeRoutes } from './account-phone-code.ts'
import { accountProfileRoutes } from './account-profile.ts'
import { accountSessionsRoutes } from './account-sessions.ts'
import { auditExportRoutes } from './audit-export.ts'
import { auditRoutes } from './audit.ts'
import { challengeDeliveryRoutes } from './challenge-delivery.ts'
import { challengeRoutes } from './challenge.ts'
import { companyRoutes } from './company.ts'
import { newEmployeeRoutes } from './employee-new.ts'
import { employeeRoutes } from './employee.ts'
import { employeeStepRoutes } from './employee-step.ts'
import { employeesExportRoutes } from './employees-export.ts'
import { employeesRoutes } from './employees.ts'
import { enrolledRoutes } from './enrolled.ts'
import { enrollmentAppRoutes } from './enrollment-app.ts'
import { enrollmentPhoneRoutes } from './enrollment-phone.ts'
import { healthRoutes } from './health.ts'
import { jwksRoutes } from './jwks.ts'
import { mandateRoutes } from './mandate.ts'
import type { RouteParts } from './parts.ts'
import { proofRoutes } from './proof.ts'
import { reminderRoutes } from './reminder.ts'
import { resumeRoutes } from './resume.ts'
import { signInRoutes } from './sign-in.ts'
import { signOutRoutes } from './sign-out.ts'
import { signUpLinkRoutes } from './sign-up-link.ts'
import { signUpRoutes } from './sign-up.ts'
import { whyRoutes } from './why.ts'

export interface PagesParts {
  assets: Assets
  sessionStore: Store
  /** Rejects with `store_unavailable` while the session store or the directory cannot be reached. */
  check: () => Promise<void>
  health: Health
  /** What verifies the gateway's assertions. */
  publishedKeys: () => JSONWebKeySet
  fail: FailureAnswer
}

/** Everything below `/_gatehouse/`, in the order in which a request meets it. */
export function openGatewayPages(
  parts: RouteParts,
  { assets, sessionStore, check, health, publishedKeys, fail }: PagesParts,
): Express {
  const { protocol } = parts.settings.publicUrl
  const cookieName = sessionCookieName(protocol)
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', 'simple')
  app.set('strict routing', true)
  app.set('case sensitive routing', true)

  app.use(assets.handler)
  app.use(pageHeaders(parts.settings))
  healthRoutes(app, health)
  jwksRoutes(app, publishedKeys)
  app.use(sameOrigin())
  app.use(formBody())
  // express-session takes a store that cannot be reached for "no session": ask the store first.
  app.use(async (_req, _res, next) => {
    await check()
    next()
  })
  app.use((req, _res, next) => {
    // express-session takes the first of two cookies, which may be the planted one.
    cookieValue(req.headers.cookie, cookieName)
    // The public address decides whether the cookie is Secure, not the hop from the TLS terminator to here.
    Object.defineProperty(req, 'secure', { value: protocol === 'https:' })
    next()
  })
  app.use(
    session({
      name: cookieName,
      secret: parts.secrets.cookieKeys,
      store: sessionStore,
      resave: false,
      saveUninitialized: false,
      cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure: protocol === 'https:' },
    }),
  )
  // express-session would note by these that the store is gone and take everybody for signed out; `check` says it is.
  sessionStore.removeAllListeners('disconnect').removeAllListeners('connect')

  // Before all others: what waited for a proof goes on to the route that it was posted to.
  proofRoutes(app, parts)
  resumeRoutes(app, parts)
  signInRoutes(app, parts)
  signOutRoutes(app, parts)
  signUpRoutes(app, parts)
  enrollmentPhoneRoutes(app, parts)
  enrollmentAppRoutes(app, parts)
  enrolledRoutes(app, parts)
  reminderRoutes(app, parts)
  challengeRoutes(app, parts)
  challengeDeliveryRoutes(app, parts)
  accountRoutes(app, parts)
  accountProfileRoutes(app, parts)
  accountPasswordRoutes(app, parts)
  accountPhoneRoutes(app, parts)
  accountPhoneCodeRoutes(app, parts)
  accountAppsRoutes(app, parts)
  accountAppRoutes(app, parts)
  accountCredentialRoutes(app, parts)
  accountSessionsRoutes(app, parts)
  employeesRoutes(app, parts)
  employeesExportRoutes(app, parts)
  // Before the pages of one employee, whose id could be spelt like this.
  newEmployeeRoutes(app, parts)
  employeeRoutes(app, parts)
  signUpLinkRoutes(app, parts)
  employeeStepRoutes(app, parts)
  companyRoutes(app, parts)
  mandateRoutes(app, parts)
  auditRoutes(app, parts)
  auditExportRoutes(app, parts)
  whyRoutes(app, parts)

  app.use((req, res) => {
    const allowed = methodsAt(app, req.path)
    if (allowed.length > 0) {
      res.set('Allow', allowed.join(', '))
      throw new GatehouseError('method_not_allowed', { kind: 'nothing_to_send' })
    }
    throw new GatehouseError('not_found', { kind: 'no_page' })
  })
  const onError: express.ErrorRequestHandler = (error, req, res, _next) => {
    // What failed half-way leaves the session as it was stored, and the browser with the cookie that it has.
    Reflect.deleteProperty(req, 'session')
    fail(req, res, error)
  }
  app.use(onError)
  return app
}

/** Methods of the routes at a path; none when there is no page. */
function methodsAt({ router }: Express, path: string): string[] {
  const methods = router.stack
    .filter(({ route }) => route !== undefined && [route.path].flat().some((pattern) => leadsTo(pattern, path)))
    .flatMap(({ route }) => route?.stack.map(({ method }) => method.toUpperCase()) ?? [])
  return methods.includes('GET') ? ['GET', 'HEAD', ...methods.filter((method) => method !== 'GET')] : methods
}

/** In our patterns `:name` stands for one segment, and everything else for itself. */
function leadsTo(pattern: string, path: string): boolean {
  const segments = path.split('/')
  const expected = pattern.split('/')
  if (segments.length !== expected.length) return false
  return expected.every((part, at) => (part.startsWith(':') ? segments[at] !== '' : segments[at] === part))
}
