import type { Request, Response, Router } from 'express'
import { type Account, canonicalUsername, type EpochMs } from '../domain/account.ts'
import type { Company } from '../domain/company.ts'
import { deviceFrom } from '../domain/device.ts'
import { safeNext } from '../domain/next.ts'
import type { Sentence } from '../domain/sentence.ts'
import type { GateSession } from '../domain/session.ts'
import { type SignInDecision, signInRefusal } from '../domain/sign-in.ts'
import { field } from '../http/form-body.ts'
import { languageAsked, languageOf } from '../http/language.ts'
import { newPersonMark, personMark } from '../http/person-mark.ts'
import { seeOther } from '../http/see-other.ts'
import { personCookie, personCookieName } from '../http/session-cookie.ts'
import { RESUME } from '../http/turn-away.ts'
import type { SignInPage } from '../pages/page/sign-in.ts'
import { destinationOf } from './app-links.ts'
import { askingForChallenge } from './asking.ts'
import { sendFirstCode } from './factor-proof.ts'
import { frame } from './frame.ts'
import { beginSession, saveSession } from './gate-session.ts'
import type { RouteParts } from './parts.ts'
import { passwordTurn } from './password-turn.ts'
import { CHALLENGE, ENROLL_PHONE, findVisit, holdsCookie, SIGN_IN, signInDecision, type Visit } from './visit.ts'

/** `GET, POST /_gatehouse/sign-in`: the password. */
export function signInRoutes(router: Router, parts: RouteParts): void {
  router.get(SIGN_IN, async (req, res) => {
    const visit = await findVisit(parts, req)
    const next = safeNext(queryValue(req, 'next'), req.arrival.origin)
    if (visit !== null && visit.owed === null) return seeOther(res, next)
    res.send(
      parts.pages.signIn(page(parts, req, { next, notice: noticeOf(req) ?? endedSession(parts, req, visit, next) })),
    )
  })

  router.post(SIGN_IN, async (req, res) => {
    const username = canonicalUsername(field(req, 'username'))
    const next = safeNext(field(req, 'next'), req.arrival.origin)
    const refuse = (status: number, message: Sentence): void => {
      const error = { field: 'password', message }
      res.status(status).send(parts.pages.signIn(page(parts, req, { next, error })))
    }

    const retryAfterSeconds = await passwordTurn(parts, req, { username, event: 'sign_in' })
    if (retryAfterSeconds !== null) {
      res.set('Retry-After', String(retryAfterSeconds))
      return refuse(429, { kind: 'too_many_tries', waitMs: retryAfterSeconds * 1000 })
    }

    const person = await whosePassword(parts, req, username)
    if (person === null) return refuse(422, { kind: 'password_wrong' })
    await parts.throttle.clear(username, req.arrival.address)

    const decision = await signInDecision(parts, req, person.account, person.company)
    const begun = await beginSession(req, parts.revocations, sessionOf(parts, req, person, decision, next))
    await parts.audit.record(req.arrival, {
      event: 'sign_in',
      outcome: 'success',
      accountId: person.account.id,
      companyId: person.company.id,
      reason: `${decision.kind}:${decision.reason}`,
    })
    if (decision.kind === 'challenge') {
      const sent = await sendFirstCode(parts, req, begun, askingForChallenge(person))
      if (sent?.kind === 'refused') await saveSession(req, { ...begun, notice: sent.message })
    }
    // Last of all: a sign-in that failed on the way leaves no cookie.
    markPerson(parts, req, res, person.account.id)
    seeOther(res, { full: next, enroll: ENROLL_PHONE, challenge: CHALLENGE }[decision.kind])
  })
}

/**
 * The account that username and password belong to. Unknown, disabled and companyless accounts take the same time
 * and give the same answer as a wrong password (A5, R9).
 */
async function whosePassword(parts: RouteParts, req: Request, username: string): Promise<Person | null> {
  const { accounts, passwords, audit, clock } = parts
  // Before the account is read: whoever ends all its sessions after this ends the one that comes of it, too.
  const askedAt = clock.now()
  const account = await accounts.findByUsername(username)
  const { matches, upgrade } = await passwords.verify(
    field(req, 'password'),
    account?.passwordHash ?? null,
    req.arrival.address,
  )
  const company = account === undefined ? undefined : parts.policy().companies.get(account.companyId)
  const refusal = account === undefined ? null : signInRefusal(account, company)
  if (matches && account !== undefined && company !== undefined && refusal === null) {
    if (upgrade !== null && account.passwordHash !== null) {
      await accounts.upgradePasswordHash(account.id, account.passwordHash, upgrade)
    }
    return { account: await withLanguage(parts, req, account), company, askedAt }
  }
  const reason = matches ? refusal : 'password'
  await audit.record(req.arrival, { event: 'sign_in', outcome: 'failure', accountId: account?.id ?? null, reason })
  return null
}

/** Messages are written in what the browser asks for from the first sign-in on, until somebody chooses another. */
async function withLanguage({ accounts }: RouteParts, req: Request, account: Account): Promise<Account> {
  const language = account.language === null ? languageAsked(req) : null
  if (language === null) return account
  await accounts.adoptLanguage(account.id, language)
  return { ...account, language }
}

/** Somebody whose password was right. */
interface Person {
  account: Account
  company: Company
  askedAt: EpochMs
}

function sessionOf(
  parts: RouteParts,
  req: Request,
  { account, askedAt }: Person,
  decision: SignInDecision,
  next: string,
): GateSession {
  const full = decision.kind === 'full'
  return {
    accountId: account.id,
    level: full ? 'full' : 'password',
    signedInAt: askedAt,
    fullAt: full ? parts.clock.now() : null,
    fullBy: full ? decision.by : null,
    proved: { passwordAt: askedAt, factorAt: null },
    address: req.arrival.address,
    device: deviceFrom(req.headers['user-agent'] ?? ''),
    next,
    enrollment: null,
    sentCode: null,
    notice: null,
  }
}

function page(
  parts: RouteParts,
  req: Request,
  facts: { next: string; notice?: SignInPage['notice']; error?: SignInPage['error'] },
): SignInPage {
  return {
    ...frame(parts, { account: null, language: languageOf(req, parts.settings) }),
    typedUsername: req.method === 'POST' ? field(req, 'username').slice(0, 256) : '',
    next: facts.next,
    destination: destinationOf(parts, req, facts.next),
    error: facts.error ?? null,
    notice: facts.notice ?? null,
  }
}

/** Who still bears a cookie had a session, and should hear that it is over. */
function endedSession(parts: RouteParts, req: Request, visit: Visit | null, next: string): SignInPage['notice'] {
  if (visit !== null || !holdsCookie(parts, req)) return null
  return next.startsWith(`${RESUME}?`) ? 'kept' : 'expired'
}

/** Somebody else's mark is replaced, and with it goes what waits for them in this browser; their own stays. */
function markPerson({ secrets, settings }: RouteParts, req: Request, res: Response, accountId: string): void {
  const { protocol } = settings.publicUrl
  if (personMark(req, { secrets, protocol })?.accountId === accountId) return
  const mark = newPersonMark(req, secrets, accountId)
  res.cookie(personCookieName(protocol), mark, personCookie(protocol))
}

function noticeOf(req: Request): SignInPage['notice'] {
  const notice = queryValue(req, 'notice')
  return notice === 'signed_out' || notice === 'signed_up' || notice === 'expired' ? notice : null
}

function queryValue(req: Request, name: string): string | undefined {
  const value = req.query[name]
  return typeof value === 'string' ? value : undefined
}
