import type { Request } from 'express'
import type { Sentence } from '../domain/sentence.ts'
import type { PendingEnrollment } from '../domain/session.ts'
import { field } from '../http/form-body.ts'
import type { EnrollAppPage } from '../pages/page/sign-in.ts'
import { saveSession } from './gate-session.ts'
import type { RouteParts } from './parts.ts'
import type { Visit } from './visit.ts'

export type PendingApp = Extract<PendingEnrollment, { kind: 'totp' }>

/** The key that this session is adding: made at the first look and kept until it is proved or the session ends. */
export async function pendingApp(parts: RouteParts, req: Request, { account, session }: Visit): Promise<PendingApp> {
  if (session.enrollment?.kind === 'totp') return session.enrollment
  const enrollment: PendingApp = { kind: 'totp', ...parts.totp.newEnrollment(account.id) }
  await saveSession(req, { ...session, enrollment })
  return enrollment
}

export type FirstCode =
  | { kind: 'right'; timeStep: number }
  | { kind: 'refused'; status: number; retryAfterSeconds: number | null; message: Sentence }

/** Whether the posted `code` is one of that key. The try counts (R3). */
export async function proveApp(
  parts: RouteParts,
  req: Request,
  { account }: Visit,
  { factorId, sealedKey }: PendingApp,
): Promise<FirstCode> {
  const typed = field(req, 'code')
  const proof = await parts.totp.proveEnrollment({ accountId: account.id, factorId, sealedKey, typed })
  if (proof.kind === 'right') return proof
  const about = { event: 'enrollment', accountId: account.id, companyId: account.companyId } as const
  await parts.audit.record(req.arrival, { ...about, outcome: 'failure', reason: `totp:${proof.kind}` })
  if (proof.kind === 'wrong') {
    return { kind: 'refused', status: 422, retryAfterSeconds: null, message: { kind: 'first_app_code_wrong' } }
  }
  const waitMs = proof.retryAt - parts.clock.now()
  const message = { kind: 'too_many_tries', waitMs } as const
  return { kind: 'refused', status: 429, retryAfterSeconds: Math.ceil(waitMs / 1000), message }
}

/** What the page shows of the key. */
export async function keyPage(
  parts: RouteParts,
  { account }: Visit,
  { sealedKey, factorId }: PendingApp,
): Promise<Pick<EnrollAppPage, 'qrSvg' | 'otpauthUrl' | 'keyGroups'>> {
  const { otpauthUrl, keyGroups } = parts.totp.describe(sealedKey, factorId, account.username)
  return { qrSvg: await parts.totp.qrSvg(otpauthUrl), otpauthUrl, keyGroups }
}
