import type { Request, Response } from 'express'
import type { Account } from '../domain/account.ts'
import type { FactorKind, TotpFactor } from '../domain/factor.ts'
import { maskPhone } from '../domain/format.ts'
import type { Sentence } from '../domain/sentence.ts'
import type { GateSession } from '../domain/session.ts'
import { field } from '../http/form-body.ts'
import type { Frame } from '../pages/page/frame.ts'
import type { ChallengePage } from '../pages/page/sign-in.ts'
import type { Asking } from './asking.ts'
import { renewBrowserId } from './browser-mark.ts'
import { type Outcome, type Proof, wordsFor } from './challenge-words.ts'
import type { RouteParts } from './parts.ts'
import { type Sent, sendCode } from './send-code.ts'
import type { Visit } from './visit.ts'

/** The factor whose page is shown: the wanted one if it may answer, else the one a code went to, else the app. */
export function factorShown({ session }: Visit, { kinds }: Asking, wanted: unknown): FactorKind {
  const asked = kinds.find((kind) => kind === wanted)
  if (asked !== undefined) return asked
  return session.sentCode !== null || !kinds.includes('totp') ? 'phone' : 'totp'
}

/** Of whom a factor is asked, what for, and which one answers. */
interface Answering {
  visit: Visit
  asking: Asking
  by: FactorKind
}

/** Whether the posted `code` proves it. The try counts, whatever page it was made at (R3). */
export async function proveFactor(
  parts: RouteParts,
  req: Request,
  { visit: { account, session }, asking: { purpose }, by }: Answering,
): Promise<Outcome> {
  const typed = field(req, 'code')
  if (by === 'totp') {
    const apps = account.factors.filter((held): held is TotpFactor => held.kind === 'totp')
    if (apps.length === 0) return { kind: 'unknown' }
    const result = await parts.totp.check(account.id, apps, typed)
    return result.kind === 'right' ? { kind: 'right', proof: { by: 'totp' } } : result
  }
  if (session.sentCode === null) return { kind: 'unknown' }
  const about = { accountId: account.id, sessionId: req.sessionID, purpose }
  const result = await parts.oneTimeCodes.check({ ...about, codeId: session.sentCode.id, typed })
  return result.kind === 'right' ? { kind: 'right', proof: { by: 'phone', phone: result.phone } } : result
}

/** Notes a factor that was proved, at a sign-in or within a session. */
export async function factorProved(
  parts: RouteParts,
  req: Request,
  res: Response,
  { visit: { account }, asking: { purpose }, proof: { by } }: Pick<Answering, 'visit' | 'asking'> & { proof: Proof },
): Promise<void> {
  const mark = await renewBrowserId(parts, req, res, account.id)
  await parts.accounts.recordChallengePassed(account.id, parts.clock.now(), mark)
  const about = { accountId: account.id, companyId: account.companyId, reason: by }
  await parts.audit.record(req.arrival, { event: purpose, outcome: 'success', ...about })
}

/** Notes a code that proved nothing, sets the answer's status, and gives the sentence for its page. */
export async function factorNotProved(
  parts: RouteParts,
  req: Request,
  res: Response,
  answering: Answering & { outcome: Exclude<Outcome, { kind: 'right' }> },
): Promise<Sentence> {
  const { visit, asking, by, outcome } = answering
  const { account } = visit
  const { purpose } = asking
  await parts.audit.record(req.arrival, {
    event: purpose,
    outcome: 'failure',
    accountId: account.id,
    companyId: account.companyId,
    reason: `${by}:${outcome.kind}`,
  })
  if (purpose !== 'enrollment') await reportFailures(parts, req, account)
  res.status(outcome.kind === 'wait' ? 429 : 422)
  if (outcome.kind === 'wait') {
    res.set('Retry-After', String(Math.ceil((outcome.retryAt - parts.clock.now()) / 1000)))
  }
  return wordsFor(outcome, by, parts.clock.now())
}

/** The password was right: somebody who is not the owner may know it (R10). */
async function reportFailures({ failures, notices, clock }: RouteParts, req: Request, account: Account): Promise<void> {
  if (!(await failures.report(account.id, clock.now()))) return
  notices.tell(account, { kind: 'challenge_failed_after_password' }, req.arrival)
}

/** An authenticator app needs no message; a code is sent unasked only to an account that has nothing but a phone. */
export async function sendFirstCode(
  parts: RouteParts,
  req: Request,
  session: GateSession,
  { purpose, phone, kinds, language }: Asking,
): Promise<Sent | null> {
  if (phone === null || kinds.includes('totp')) return null
  return sendCode(parts, req, session, { ...phone, purpose, language })
}

/** What the page that asks for the code shows, whatever it is asked for. */
export function codeFacts(
  parts: RouteParts,
  { visit: { session }, asking, by, message }: Answering & { message: Sentence | null },
): Omit<ChallengePage, keyof Frame | 'next' | 'action' | 'kept' | 'cancelUrl'> {
  const { purpose, phone, kinds } = asking
  // A code that went elsewhere — for another purpose, or to a number of before — is none of this page's.
  const sent = by === 'phone' && session.sentCode?.phone === phone?.phone ? session.sentCode : null
  const resendAt = sent === null ? 0 : sent.sentAt + parts.settings.codes.cooldownMs
  return {
    purpose,
    by,
    sent: sent === null ? null : { channel: sent.channel, maskedPhone: maskPhone(sent.phone) },
    phone: phone === null ? null : maskPhone(phone.phone),
    resendInSeconds: Math.max(0, Math.ceil((resendAt - parts.clock.now()) / 1000)),
    otherWays: kinds.filter((kind) => kind !== by),
    digits: by === 'totp' ? 6 : parts.settings.codes.digits,
    error: message === null ? null : { field: 'code', message },
  }
}
