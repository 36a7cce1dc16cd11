import type { Router } from 'express'
import type { EpochMs } from '../domain/account.ts'
import { csvRecord } from '../domain/csv.ts'
import type { EmployeeList } from '../domain/ports/employees.ts'
import { sendDownload } from '../http/download.ts'
import type { EmployeeRow } from '../pages/page/employees.ts'
import { EMPLOYEES, visitOfAdmin } from './admin.ts'
import { rowsFor } from './employee-row.ts'
import { type EmployeesAsked, employeesAsked } from './employees.ts'
import type { RouteParts } from './parts.ts'
import type { Visit } from './visit.ts'

const EXPORT = `${EMPLOYEES}.csv`
/** So many are read at a time, and no more are held, however many there are. */
const PER_PAGE = 500
/** Without it, spreadsheets read UTF-8 as something else. */
const BYTE_ORDER_MARK = '\uFEFF'
const COLUMNS = [
  'name',
  'username',
  'role',
  'cell_phone',
  'desk_phone',
  'status',
  'factors',
  'reminder_until',
  'last_sign_in',
]

/**
 * `GET /_gatehouse/admin/employees.csv`: the people that Manage Employees shows for the same search and status, all of them,
 * as CSV (RFC 4180) for spreadsheets and programs: names of columns and values are the same in every language.
 */
export function employeesExportRoutes(router: Router, parts: RouteParts): void {
  router.get(EXPORT, async (req, res) => {
    const visit = await visitOfAdmin(parts, req, res)
    if (visit === null) return
    const { id: accountId, companyId } = visit.account
    await parts.audit.record(req.arrival, { event: 'employees_exported', outcome: 'success', accountId, companyId })
    res.attachment(`employees-${companyId}.csv`)
    res.type('text/csv; charset=utf-8; header=present')
    if (req.method === 'HEAD') return void res.end()
    await sendDownload(res, records(parts, visit, employeesAsked(req)))
  })
}

async function* records(parts: RouteParts, visit: Visit, asked: EmployeesAsked): AsyncGenerator<string> {
  const rowOf = await rowsFor(parts, visit)
  yield BYTE_ORDER_MARK + csvRecord(COLUMNS)
  let after: string | null = null
  do {
    // By username, which never changes: nobody is listed twice or left out because of a change meanwhile.
    const query = { ...asked, companyId: visit.company.id, sort: 'username', after, limit: PER_PAGE } as const
    const { employees, next }: EmployeeList = await parts.employees.page({ ...query, now: parts.clock.now() })
    yield employees.map((employee) => csvRecord(cellsOf(rowOf(employee), employee.deskPhone))).join('')
    after = next
  } while (after !== null)
}

function cellsOf(row: EmployeeRow, deskPhone: string | null): string[] {
  return [
    row.name,
    row.username,
    row.role,
    row.maskedPhone ?? '',
    deskPhone ?? '',
    statusOf(row),
    row.factors.join(' '),
    isoOf(row.remindedUntil),
    isoOf(row.lastSignIn),
  ]
}

function isoOf(at: EpochMs | null): string {
  return at === null ? '' : new Date(at).toISOString()
}

function statusOf(row: EmployeeRow): string {
  if (row.isDisabled) return 'disabled'
  if (row.isLocked) return 'locked'
  if (row.isInvited) return 'invited'
  return row.factors.length > 0 ? 'enrolled' : 'not_enrolled'
}
