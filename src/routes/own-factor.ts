import type { Request, Response } from 'express'
import type { Account } from '../domain/account.ts'
import type { AuditEvent } from '../domain/audit.ts'
import type { PhoneFactor, TotpFactor } from '../domain/factor.ts'
import { activateFirstFactor, type ProvedFactor } from './first-factor.ts'
import { saveSession } from './gate-session.ts'
import { beginAnew, byOwner } from './own-change.ts'
import type { RouteParts } from './parts.ts'
import { ACCOUNT, type Visit } from './visit.ts'

export const APPS = `${ACCOUNT}/apps`

/** The authenticator apps of an account, the oldest first. */
export function appsOf({ account }: Visit): TotpFactor[] {
  return account.factors.filter((factor) => factor.kind === 'totp')
}

export function appUrl({ id }: Pick<TotpFactor, 'id'>): string {
  return `${APPS}/${id}`
}

export function phoneOf({ account }: Visit): PhoneFactor | undefined {
  return account.factors.find((factor) => factor.kind === 'phone')
}

/**
 * Makes a factor that was just proved one of the account's own, the first one too, and keeps the session. False when it never
 * counted: somebody set up another one meanwhile, or there are as many as there may be.
 */
export async function keepOwnFactor(
  parts: RouteParts,
  req: Request,
  res: Response,
  visit: Visit,
  proved: ProvedFactor,
): Promise<boolean> {
  return visit.account.factors.length === 0
    ? keepFirst(parts, req, res, visit, proved)
    : keepAnother(parts, req, visit, proved)
}

async function keepFirst(
  parts: RouteParts,
  req: Request,
  res: Response,
  { account, session }: Visit,
  proved: ProvedFactor,
): Promise<boolean> {
  const at = parts.clock.now()
  const activated = await activateFirstFactor(parts, req, res, { account, proved, at })
  const factorAt = activated && session.proved !== undefined ? { proved: { ...session.proved, factorAt: at } } : {}
  await saveSession(req, { ...session, ...factorAt, enrollment: null, sentCode: null })
  return activated
}

function keepAnother(parts: RouteParts, req: Request, visit: Visit, proved: ProvedFactor): Promise<boolean> {
  return proved.kind === 'totp' ? keepApp(parts, req, visit, proved) : keepPhone(parts, req, visit, proved)
}

async function keepApp(
  parts: RouteParts,
  req: Request,
  { account, session }: Visit,
  proved: Omit<TotpFactor, 'activatedAt'>,
): Promise<boolean> {
  const by = byOwner(parts, req)
  const result = await parts.ownFactors.addApp(account.id, { ...proved, activatedAt: by.at }, by)
  if (result === 'added') {
    note(parts, req, account, { event: 'factor_added', outcome: 'success', reason: 'totp' })
    parts.notices.tell(account, { kind: 'factor_added', factor: 'totp', by: 'owner' }, req.arrival)
  }
  await saveSession(req, { ...session, enrollment: null })
  return result === 'added'
}

async function keepPhone(
  parts: RouteParts,
  req: Request,
  visit: Visit,
  proved: Omit<PhoneFactor, 'activatedAt'>,
): Promise<boolean> {
  const { account, session } = visit
  const by = byOwner(parts, req)
  const result = await parts.ownFactors.setPhone(account.id, { ...proved, activatedAt: by.at }, by)
  if (result === 'added') {
    note(parts, req, account, { event: 'factor_added', outcome: 'success', reason: 'phone' })
    parts.notices.tell(account, { kind: 'factor_added', factor: 'phone', by: 'owner' }, req.arrival)
  }
  if (result !== 'changed') {
    await saveSession(req, { ...session, enrollment: null, sentCode: null })
    return result === 'added'
  }
  note(parts, req, account, { event: 'phone_changed', outcome: 'success', reason: 'phone' })
  const from = phoneOf(visit)?.phone ?? null
  parts.notices.tell(account, { kind: 'phone_changed', from, to: proved.phone, by: 'owner' }, req.arrival)
  await beginAnew(parts, req, visit, by.at)
  return true
}

/** Takes a factor away from the account. A mandate keeps the last one. */
export async function removeOwnFactor(
  parts: RouteParts,
  req: Request,
  visit: Visit,
  factorId: string,
): Promise<'removed' | 'unknown' | 'last'> {
  const { account, company } = visit
  // What policy has put in force by now is latched: the directory sees it.
  await parts.mandates.latchOf(company)
  const by = byOwner(parts, req)
  const result = await parts.ownFactors.remove(account.id, factorId, by)
  if (result === 'unknown') return result
  const factor = account.factors.find(({ id }) => id === factorId)
  if (result === 'last') {
    note(parts, req, account, { event: 'factor_removed', outcome: 'refused', reason: 'last_factor' })
    return result
  }
  note(parts, req, account, { event: 'factor_removed', outcome: 'success', reason: factor?.kind ?? null })
  if (factor !== undefined) {
    parts.notices.tell(account, { kind: 'factor_removed', factor: factor.kind, by: 'owner' }, req.arrival)
  }
  await beginAnew(parts, req, visit, by.at)
  return result
}

/** Whether a factor may be removed: not the last one where a mandate is in force. */
export async function mayRemoveFactor(parts: RouteParts, { account, company }: Visit): Promise<boolean> {
  return account.factors.length > 1 || (await parts.mandates.latchOf(company)) === null
}

/** The log has what the directory has written with the change itself. */
function note(
  { audit }: RouteParts,
  { arrival }: Request,
  { id: accountId, companyId }: Account,
  facts: Pick<AuditEvent, 'event' | 'outcome' | 'reason'>,
): void {
  audit.note(arrival, { ...facts, accountId, companyId })
}
