import type { Request, Response } from 'express'
import { GatehouseError } from '../domain/errors.ts'
import { safeNext } from '../domain/next.ts'
import { isNavigation } from '../http/problem.ts'
import { refusal } from '../http/refusal.ts'
import { seeOther } from '../http/see-other.ts'
import type { RouteParts } from './parts.ts'
import { findVisit, placeOf, SIGN_IN, signInAgain, type Visit } from './visit.ts'

export const EMPLOYEES = '/_gatehouse/admin/employees'
export const COMPANY = '/_gatehouse/admin/company'
export const MANDATE = `${COMPANY}/mandate`

/**
 * The visit, if it is an admin's who owes nothing (A31, R11). Whoever is not signed in, or owes a second factor, has been
 * led there by then, and null comes back. Throws `forbidden` for a member, and `sign_in_required`,
 * `second_factor_required` or `enrollment_required` for a request that is no page navigation.
 */
export async function visitOfAdmin(parts: RouteParts, req: Request, res: Response): Promise<Visit | null> {
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
  if (visit.account.role === 'admin') return visit
  if (req.method === 'POST') {
    const { id: accountId, companyId } = visit.account
    const refused = { event: 'admin_change', outcome: 'refused', reason: 'not_admin' } as const
    await parts.audit.record(req.arrival, { ...refused, accountId, companyId })
  }
  throw new GatehouseError('forbidden', 'Only admins of your company may open this page.')
}

function signInFor(req: Request): string {
  return `${SIGN_IN}?next=${encodeURIComponent(safeNext(req.originalUrl, req.arrival.origin))}`
}

function refusalOf(owed: 'challenge' | 'enroll'): GatehouseError {
  return owed === 'challenge'
    ? refusal({ kind: 'challenge', reason: 'second_factor_owed' })
    : refusal({ kind: 'enroll', reason: 'factor_missing' })
}
