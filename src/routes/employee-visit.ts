import { adminActor } from '../domain/audit.ts'
import type { Request, Response } from 'express'
import {
  type AccountChange,
  auditFactsOf,
  type ChangeResult,
  concernsSessions,
  takesAdminAway,
} from '../domain/account-change.ts'
import { GatehouseError } from '../domain/errors.ts'
import { noticeOf } from '../domain/notice.ts'
import type { ChangedBy } from '../domain/ports/accounts.ts'
import type { Employee } from '../domain/ports/employees.ts'
import type { Sentence } from '../domain/sentence.ts'
import { EMPLOYEES, visitOfAdmin } from './admin.ts'
import { ownCredentials } from './own-credentials.ts'
import type { RouteParts } from './parts.ts'
import type { Visit } from './visit.ts'

export const EMPLOYEE = `${EMPLOYEES}/:id`

/** An admin at a page about somebody of their own company. */
export interface EmployeeVisit {
  visit: Visit
  employee: Employee
  /** Whether it is the admin's own account. */
  isSelf: boolean
  /** Whether they have put in what they sign in to an app with. */
  holdsCredentials: boolean
}

/** Null when the answer has been sent. Throws `not_found` for somebody of another company, as for nobody (A31). */
export async function employeeOfAdmin(parts: RouteParts, req: Request, res: Response): Promise<EmployeeVisit | null> {
  const visit = await visitOfAdmin(parts, req, res)
  if (visit === null) return null
  const { id } = req.params
  // Whatever else it holds, a database need not be asked.
  const mayBeId = typeof id === 'string' && /^[\w-]{1,64}$/.test(id)
  const employee = mayBeId ? await parts.employees.find(visit.company.id, id) : null
  if (employee !== null) {
    const held = await ownCredentials(parts, { account: employee.account, company: visit.company })
    const holdsCredentials = held.some(({ setAt }) => setAt !== null)
    return { visit, employee, isSelf: employee.account.id === visit.account.id, holdsCredentials }
  }
  throw new GatehouseError('not_found', { kind: 'employee_unknown' })
}

/** Changes the employee, with the admin's name in the audit trail, and tells running gateways what concerns them. */
export async function changeEmployee(
  parts: RouteParts,
  req: Request,
  { visit, employee }: EmployeeVisit,
  changes: AccountChange[],
): Promise<ChangeResult> {
  const { id: accountId, companyId } = employee.account
  const by = changedBy(parts, req, visit)
  const result = await parts.administration.change(accountId, changes, by)
  if (result === 'unknown_account') return result
  if (result === 'changed') {
    for (const change of changes) {
      const notice = noticeOf(change, employee.account, 'admin')
      if (notice !== null) parts.notices.tell(employee.account, notice, req.arrival)
    }
  }
  const isRefused = (change: AccountChange): boolean =>
    result === 'number_in_use' ? change.kind === 'remove_phone' : takesAdminAway(change, employee.account)
  const noted = result === 'changed' ? changes : changes.filter(isRefused)
  for (const change of noted) {
    parts.audit.note(req.arrival, { ...auditFactsOf(change, result), accountId, companyId, actor: by.actor })
  }
  if (result === 'changed' && changes.some(concernsSessions)) {
    await parts.revocations.publish({ kind: 'account', accountId })
  }
  return result
}

/** Who changes something, for the audit trail. */
export function changedBy({ clock }: RouteParts, req: Request, { account }: Visit): ChangedBy {
  const { address, requestId } = req.arrival
  return { at: clock.now(), actor: adminActor(account), address, requestId }
}

/** What is said when somebody is the last admin (A36). */
export function lastAdmin({ company }: Visit): Sentence {
  return { kind: 'last_admin', company: company.name }
}
