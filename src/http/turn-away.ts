import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Settings } from '../config/settings.ts'
import type { App } from '../domain/app.ts'
import type { Visitor } from '../domain/decision.ts'
import type { WhyNotKept } from '../domain/sent-form.ts'
import type { FailureAnswer } from './failure-answer.ts'
import { isNavigation } from './problem.ts'
import { refusal, type TurnedAway } from './refusal.ts'
import type { Target } from './request-target.ts'
import { openPageHeaders } from './security-headers.ts'
import { seeOther } from './see-other.ts'
import { pageItCameFrom, type SentForms } from './sent-forms.ts'

/** The 403 page of a navigation to an app that the visitor may not enter; `app` is null where there is none. */
export type NoAccess = (req: IncomingMessage, res: ServerResponse, visitor: Visitor, app: App | null) => void

/** The 401 page of a form that reached no app and is not kept; `logInUrl` leads on. */
export type SessionEnded = (
  req: IncomingMessage,
  res: ServerResponse,
  about: { why: WhyNotKept; app: App | null; hadSession: boolean; logInUrl: string },
) => void

/**
 * Answers a request that was decided to reach no app: a person is led on, a program gets a JSON problem (A2). With a
 * promise where a body has to be read first.
 */
export type TurnAway = (
  req: IncomingMessage,
  res: ServerResponse,
  about: {
    target: Pick<Target, 'raw'>
    decision: TurnedAway
    visitor: Visitor | null
    /** The app that it would have gone to. */
    app: App | null
  },
) => Promise<void> | undefined

/** Without `sentForms`, where bodies do not pass through here, a form that was posted is lost. */
export function openTurnAway(parts: {
  settings: Pick<Settings, 'publicUrl' | 'defaultLanguage'>
  fail: FailureAnswer
  noAccess: NoAccess
  sessionEnded: SessionEnded
  sentForms: Pick<SentForms, 'keep'> | null
}): TurnAway {
  const { fail, noAccess, sessionEnded, sentForms } = parts
  const setPageHeaders = openPageHeaders(parts.settings)

  /** A form waits while its person signs in again, or puts in what the app asks for; or they are told that it does not. */
  async function answerForm(
    req: IncomingMessage,
    res: ServerResponse,
    forms: Pick<SentForms, 'keep'>,
    about: { target: Pick<Target, 'raw'>; app: App | null; decision: TurnedAway; place: string },
  ): Promise<void> {
    const { app, decision, place } = about
    const kept = await forms.keep(req, about)
    setPageHeaders(req, res)
    if (typeof kept === 'object') {
      const next = resumeUrl(kept.id, pageItCameFrom(req))
      return seeOther(res, decision.kind === 'credential' ? credentialPlace({ app: decision.app.name, next }) : next)
    }
    // The rest of a body that nobody will read must not be taken for the next request.
    if (!req.complete) res.shouldKeepAlive = false
    if (decision.kind === 'credential') return seeOther(res, place)
    const hadSession = decision.kind === 'sign_in' && kept !== 'nobody' && kept !== 'elsewhere'
    sessionEnded(req, res, { why: kept, app, hadSession, logInUrl: place })
  }

  return (req, res, { target, decision, visitor, app }) => {
    const place = isNavigation(req) ? placeFor(req, target, decision) : null
    // What the app refused has been on its way there.
    const isWhole = decision.kind !== 'deny' && decision.reason !== 'credential_refused'
    if (place !== null && isWhole && req.method === 'POST' && sentForms !== null) {
      return answerForm(req, res, sentForms, { target, app, decision, place })
    }
    if (place !== null) {
      setPageHeaders(req, res)
      seeOther(res, place)
    } else if (decision.kind === 'deny' && visitor !== null && isNavigation(req)) {
      setPageHeaders(req, res)
      noAccess(req, res, visitor, decision.reason === 'not_allowed' ? decision.app : null)
    } else {
      fail(req, res, refusal(decision))
    }
    return undefined
  }
}

export const RESUME = '/_gatehouse/resume'

/** Where a form that was kept is sent on. */
export function resumeUrl(id: string, back: string): string {
  const query = new URLSearchParams({ for: id, back: back.length > LONGEST_WAY_BACK ? '/' : back })
  return `${RESUME}?${query.toString()}`
}

/** It goes into an address twice escaped, and that into a header. */
const LONGEST_WAY_BACK = 1000

/** The page of the gateway that a person is led to; null where there is none that helps. */
function placeFor(req: IncomingMessage, target: Pick<Target, 'raw'>, decision: TurnedAway): string | null {
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

/**
 * Where to go after signing in: to the very address, or the page from which a form was sent that is now lost. Without its query
 * where the address of the sign-in page would be longer than a request may be (R29): nobody could open it.
 */
function wayBack(req: IncomingMessage, { raw }: Pick<Target, 'raw'>): string {
  const address = req.method === 'POST' ? pageItCameFrom(req) : raw
  const fits = (one: string): boolean => encodeURIComponent(one).length <= LONGEST_NEXT
  return [address, address.replace(/[?#].*$/s, '')].find(fits) ?? '/'
}

/** Of the 16 KiB of a request, cookies and the rest need some. */
const LONGEST_NEXT = 12_000
