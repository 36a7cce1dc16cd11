import type { Request, Router } from 'express'
import type { EmployeeSort, EmployeeStatus } from '../domain/ports/employees.ts'
import { queryString, queryValue } from '../http/query.ts'
import type { EmployeesPage } from '../pages/page/employees.ts'
import { EMPLOYEES, visitOfAdmin } from './admin.ts'
import { rowsFor } from './employee-row.ts'
import { frameWithMenu } from './frame.ts'
import type { RouteParts } from './parts.ts'

const PER_PAGE = 50
const LONGEST_SEARCH = 100
const STATUSES: readonly EmployeeStatus[] = ['enrolled', 'not_enrolled', 'invited', 'locked', 'disabled']
const ORDERS = ['name', 'username', 'last_sign_in', 'status'] as const
const SORTS: readonly EmployeeSort[] = ORDERS.flatMap((order) => [order, `-${order}`] as const)

/** `GET /_gatehouse/admin/employees`: Manage Employees, of the admin's own company and no other (A22, A30). */
export function employeesRoutes(router: Router, parts: RouteParts): void {
  router.get(EMPLOYEES, async (req, res) => {
    const visit = await visitOfAdmin(parts, req, res)
    if (visit === null) return
    const { id: companyId, name: companyName } = visit.company
    const asked = employeesAsked(req)
    const after = queryValue(req, 'after')
    const found = await parts.employees.page({
      ...asked,
      companyId,
      after: after === '' ? null : after,
      limit: PER_PAGE,
      now: parts.clock.now(),
    })
    const rowOf = await rowsFor(parts, visit)
    res.send(
      parts.pages.employees({
        ...frameWithMenu(parts, visit),
        ...(await parts.employees.counts(companyId)),
        companyName,
        ...asked,
        status: asked.status ?? '',
        rows: found.employees.map(rowOf),
        exportUrl: `${EMPLOYEES}.csv${queryString({ search: asked.search, status: asked.status ?? '' })}`,
        startUrl: after === '' ? null : urlOf(asked),
        nextUrl: found.next === null ? null : urlOf(asked, found.next),
        isCutShort: found.next !== null && found.employees.length < PER_PAGE,
      }),
    )
  })
}

/** Whom the page is asked for, and in which order. */
export type EmployeesAsked = Pick<EmployeesPage, 'search'> & { status: EmployeeStatus | null; sort: EmployeeSort }

/** What is not one of the choices counts as not chosen. */
export function employeesAsked(req: Request): EmployeesAsked {
  return {
    search: queryValue(req, 'search').trim().slice(0, LONGEST_SEARCH),
    status: STATUSES.find((status) => status === queryValue(req, 'status')) ?? null,
    sort: SORTS.find((sort) => sort === queryValue(req, 'sort')) ?? 'name',
  }
}

function urlOf({ search, status, sort }: EmployeesAsked, after?: string): string {
  return `${EMPLOYEES}${queryString({ search, status: status ?? '', sort, after: after ?? '' })}`
}
