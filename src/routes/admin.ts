import type { Request, Response } from 'express'
import { GatehouseError } from '../domain/errors.ts'
import type { RouteParts } from './parts.ts'
import { type Visit, visitOwingNothing } from './visit.ts'

export const EMPLOYEES = '/_gatehouse/admin/employees'
export const COMPANY = '/_gatehouse/admin/company'
export const AUDIT = '/_gatehouse/admin/audit'
export const MANDATE = `${COMPANY}/mandate`

/**
 * The visit, if it is an admin's who owes nothing (A31, R11). Whoever is not signed in, or owes a second factor, has been
 * led there by then, and null comes back. Throws `forbidden` for a member, and what `visitOwingNothing` throws.
 */
export async function visitOfAdmin(parts: RouteParts, req: Request, res: Response): Promise<Visit | null> {
  const visit = await visitOwingNothing(parts, req, res)
  if (visit === null || visit.account.role === 'admin') return visit
  if (req.method === 'POST') {
    const { id: accountId, companyId } = visit.account
    const refused = { event: 'admin_change', outcome: 'refused', reason: 'not_admin' } as const
    await parts.audit.record(req.arrival, { ...refused, accountId, companyId })
  }
  throw new GatehouseError('forbidden', { kind: 'only_admins' })
}
