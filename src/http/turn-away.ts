import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Settings } from '../config/settings.ts'
import type { App } from '../domain/app.ts'
import type { Visitor } from '../domain/decision.ts'
import type { FailureAnswer } from './failure-answer.ts'
import { isNavigation } from './problem.ts'
import { refusal, type TurnedAway } from './refusal.ts'
import type { Target } from './request-target.ts'
import { openPageHeaders } from './security-headers.ts'
import { seeOther } from './see-other.ts'

/** The 403 page of a navigation to an app that the visitor may not enter; `app` is null where there is none. */
export type NoAccess = (req: IncomingMessage, res: ServerResponse, visitor: Visitor, app: App | null) => void

/** Answers a request that was decided to reach no app: a person is led on, a program gets a JSON problem (A2). */
export type TurnAway = (
  req: IncomingMessage,
  res: ServerResponse,
  about: { target: Pick<Target, 'raw'>; decision: TurnedAway; visitor: Visitor | null },
) => void

export function openTurnAway(parts: {
  settings: Pick<Settings, 'publicUrl' | 'defaultLanguage'>
  fail: FailureAnswer
  noAccess: NoAccess
}): TurnAway {
  const { fail, noAccess } = parts
  const setPageHeaders = openPageHeaders(parts.settings)
  return (req, res, { target, decision, visitor }) => {
    if (!isNavigation(req)) return fail(req, res, refusal(decision))
    const place = placeFor(req, target, decision)
    if (place !== null) {
      setPageHeaders(req, res)
      return seeOther(res, place)
    }
    if (decision.kind !== 'deny' || visitor === null) return fail(req, res, refusal(decision))
    setPageHeaders(req, res)
    noAccess(req, res, visitor, decision.reason === 'not_allowed' ? decision.app : null)
  }
}

/** The page of the gateway that a person is led to; null where there is none that helps. */
export function placeFor(req: IncomingMessage, target: Pick<Target, 'raw'>, decision: TurnedAway): string | null {
  switch (decision.kind) {
    case 'sign_in':
      return `/_gatehouse/sign-in?next=${encodeURIComponent(wayBack(req, target))}`
    case 'challenge':
      return '/_gatehouse/challenge'
    case 'enroll':
      return '/_gatehouse/enroll/phone'
    case 'credential':
      return credentialPlace({
        app: decision.app.name,
        next: wayBack(req, target),
        wasRefused: decision.reason === 'credential_refused',
      })
    case 'deny':
      return null
  }
}

/** Where people put in what they sign in to an app with. */
export const CREDENTIAL = '/_gatehouse/account/credential'

/** The same for one app. `next` is where to go on from there. */
export function credentialPlace(about: { app: string; next: string; wasRefused?: boolean }): string {
  const query = new URLSearchParams({ app: about.app, next: about.next })
  if (about.wasRefused === true) query.set('refused', '1')
  return `${CREDENTIAL}?${query.toString()}`
}

/** Where to go after signing in: to the very address, or the page from which a form was sent that is now lost. */
function wayBack(req: IncomingMessage, { raw }: Pick<Target, 'raw'>): string {
  if (req.method !== 'POST') return raw
  const from = URL.parse(req.headers.referer ?? '')
  return from?.origin === req.arrival.origin ? from.pathname + from.search : '/'
}
