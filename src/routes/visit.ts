import type { Request, Response } from 'express'
import type { Account } from '../domain/account.ts'
import type { Company } from '../domain/company.ts'
import { visitorOf } from '../domain/decision.ts'
import type { GatehouseError } from '../domain/errors.ts'
import type { Language } from '../domain/language.ts'
import { safeNext } from '../domain/next.ts'
import type { GateSession } from '../domain/session.ts'
import { decideOwed, decideSignIn, type Owed, type SignInDecision } from '../domain/sign-in.ts'
import { languageOf } from '../http/language.ts'
import { isNavigation } from '../http/problem.ts'
import { refusal } from '../http/refusal.ts'
import { cookieValue, sessionCookieName } from '../http/session-cookie.ts'
import { seeOther } from '../http/see-other.ts'
import { browserId } from './browser-mark.ts'
import type { RouteParts } from './parts.ts'
import { signInFacts } from './sign-in-facts.ts'

/** Somebody whose password was right, at a page of the gateway. */
export interface Visit {
  session: GateSession
  account: Account
  company: Company
  /** What is still owed as things stand now; null when the session is full. */
  owed: Owed | null
  /** What the page is written in. */
  language: Language
}

export const SIGN_IN = '/_gatehouse/sign-in'
export const CHALLENGE = '/_gatehouse/challenge'
export const ENROLL_PHONE = '/_gatehouse/enroll/phone'
export const ENROLL_APP = '/_gatehouse/enroll/app'
export const ACCOUNT = '/_gatehouse/account'

/** Who is at this page; null when nobody is, or the session has ended. */
export async function findVisit(parts: RouteParts, req: Request): Promise<Visit | null> {
  const session = req.session.gatehouse
  if (session === undefined) return null
  const found = visitorOf(session, await parts.accounts.findById(session.accountId), parts.policy().companies, {
    limits: parts.settings.session,
    now: parts.clock.now(),
  })
  if (found === null) return null
  const { account, company } = found
  const owed = session.level === 'full' ? null : await owedBy(parts, account, company)
  return { session, account, company, owed, language: languageOf(req, parts.settings) }
}

type Owing<Kind extends Owed['kind']> = Visit & { owed: Extract<Owed, { kind: Kind }> }

/**
 * The visit, if what it owes is of that kind. Otherwise the answer has been sent — to the page where this visit
 * belongs — and null comes back: no step is skipped by going back, a second tab or a restart (R11).
 */
export async function visitOwing<Kind extends Owed['kind']>(
  parts: RouteParts,
  req: Request,
  res: Response,
  ...kinds: Kind[]
): Promise<Owing<Kind> | null> {
  const visit = await findVisit(parts, req)
  if (visit !== null && isOwing(visit, kinds)) return visit
  seeOther(res, visit === null ? signInAgain(parts, req) : placeOf(visit))
  return null
}

/**
 * The visit, if it owes nothing (R11). Whoever is not signed in, or owes a second factor, has been led there by then, and
 * null comes back. Throws `sign_in_required`, `second_factor_required` or `enrollment_required` for a request that is no
 * page navigation.
 */
export async function visitOwingNothing(parts: RouteParts, req: Request, res: Response): Promise<Visit | null> {
  const visit = await findVisit(parts, req)
  if (visit === null) {
    if (!isNavigation(req)) throw refusal({ kind: 'sign_in', reason: 'no_session' })
    seeOther(res, req.method === 'POST' ? signInAgain(parts, req) : signInFor(req))
    return null
  }
  if (visit.owed !== null) {
    if (!isNavigation(req)) throw refusalOf(visit.owed.kind)
    seeOther(res, placeOf(visit))
    return null
  }
  return visit
}

/** The sign-in page, which says so to a browser whose session has ended, and remembers where one was going. */
export function signInAgain(parts: RouteParts, req: Request): string {
  const query = new URLSearchParams()
  if (holdsCookie(parts, req)) query.set('notice', 'expired')
  const next = safeNext(req.form?.['next'], req.arrival.origin)
  if (next !== '/') query.set('next', next)
  return query.size === 0 ? SIGN_IN : `${SIGN_IN}?${query.toString()}`
}

/** Whether the browser bears the gateway's cookie, whatever it is worth. */
export function holdsCookie({ settings }: Pick<RouteParts, 'settings'>, req: Request): boolean {
  return cookieValue(req.headers.cookie, sessionCookieName(settings.publicUrl.protocol)) !== null
}

/** Where a visit belongs. */
export function placeOf({ owed, session }: Visit): string {
  if (owed === null) return session.next
  return owed.kind === 'challenge' ? CHALLENGE : ENROLL_PHONE
}

/** What a right password leads to from this address and browser, as things stand now. */
export async function signInDecision(
  parts: RouteParts,
  req: Request,
  account: Account,
  company: Company,
): Promise<SignInDecision> {
  const policy = parts.policy()
  const sources = { ...parts, policy, latchOf: (of: Company) => parts.mandates.latchOf(of) }
  const mark = policy.trustedNetworkRelief.bindToBrowser ? browserId(parts, req) : null
  const attempt = { account, company, address: req.arrival.address, browserId: mark, now: parts.clock.now() }
  return decideSignIn(await signInFacts(sources, attempt))
}

async function owedBy(parts: RouteParts, account: Account, company: Company): Promise<Owed> {
  const latch = await parts.mandates.latchOf(company)
  return decideOwed({ account, company, policy: parts.policy(), latch, now: parts.clock.now() })
}

function isOwing<Kind extends Owed['kind']>(visit: Visit, kinds: Kind[]): visit is Owing<Kind> {
  return visit.owed !== null && (kinds as string[]).includes(visit.owed.kind)
}

function signInFor(req: Request): string {
  return `${SIGN_IN}?next=${encodeURIComponent(safeNext(req.originalUrl, req.arrival.origin))}`
}

function refusalOf(owed: Owed['kind']): GatehouseError {
  return owed === 'challenge'
    ? refusal({ kind: 'challenge', reason: 'second_factor_owed' })
    : refusal({ kind: 'enroll', reason: 'factor_missing' })
}
