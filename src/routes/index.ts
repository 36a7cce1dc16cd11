import express, { type Express } from 'express'
import session, { type Store } from 'express-session'
import { formBody } from '../http/form-body.ts'
import type { FailureAnswer } from '../http/failure-answer.ts'
import { sameOrigin } from '../http/same-origin.ts'
import { securityHeaders } from '../http/security-headers.ts'
import { sessionCookieName } from '../http/session-cookie.ts'
import type { Assets } from '../pages/assets.ts'
import { GatehouseError } from '../domain/errors.ts'
import { accountRoutes } from './account.ts'
import { challengeDeliveryRoutes } from './challenge-delivery.ts'
import { challengeRoutes } from './challenge.ts'
import { enrolledRoutes } from './enrolled.ts'
import { enrollmentAppRoutes } from './enrollment-app.ts'
import { enrollmentPhoneRoutes } from './enrollment-phone.ts'
import { healthRoutes } from './health.ts'
import type { RouteParts } from './parts.ts'
import { reminderRoutes } from './reminder.ts'
import { signInRoutes } from './sign-in.ts'
import { signOutRoutes } from './sign-out.ts'

export interface PagesParts {
  assets: Assets
  sessionStore: Store
  /** Rejects with `store_unavailable` while the session store or the directory cannot be reached. */
  check: () => Promise<void>
  fail: FailureAnswer
}

/** Everything below `/_gatehouse/`, in the order in which a request meets it. */
export function openGatewayPages(parts: RouteParts, { assets, sessionStore, check, fail }: PagesParts): Express {
  const { protocol } = parts.settings.publicUrl
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', 'simple')
  app.set('strict routing', true)
  app.set('case sensitive routing', true)

  app.use(assets.handler)
  app.use(securityHeaders({ protocol }))
  healthRoutes(app, check)
  app.use(sameOrigin())
  app.use(formBody())
  // express-session takes a store that cannot be reached for "no session": ask the store first.
  app.use(async (_req, _res, next) => {
    await check()
    next()
  })
  app.use((req, _res, next) => {
    // The public address decides whether the cookie is Secure, not the hop from the TLS terminator to here.
    Object.defineProperty(req, 'secure', { value: protocol === 'https:' })
    next()
  })
  app.use(
    session({
      name: sessionCookieName(protocol),
      secret: parts.secrets.cookieKeys,
      store: sessionStore,
      resave: false,
      saveUninitialized: false,
      cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure: protocol === 'https:' },
    }),
  )

  signInRoutes(app, parts)
  signOutRoutes(app, parts)
  enrollmentPhoneRoutes(app, parts)
  enrollmentAppRoutes(app, parts)
  enrolledRoutes(app, parts)
  reminderRoutes(app, parts)
  challengeRoutes(app, parts)
  challengeDeliveryRoutes(app, parts)
  accountRoutes(app, parts)

  app.use(() => {
    throw new GatehouseError('not_found', 'There is no page at this address. Check the address, or go back.')
  })
  const onError: express.ErrorRequestHandler = (error, req, res, _next) => {
    // What failed half-way leaves the session as it was stored, and the browser with the cookie that it has.
    Reflect.deleteProperty(req, 'session')
    fail(req, res, error)
  }
  app.use(onError)
  return app
}
