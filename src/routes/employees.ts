import type { Request, Router } from 'express'
import type { EpochMs } from '../domain/account.ts'
import { refusedUntil } from '../domain/failure.ts'
import { dateInWords, maskPhone, timeInWords } from '../domain/format.ts'
import { mandateFor } from '../domain/mandate.ts'
import type { Employee, EmployeeSort, EmployeeStatus } from '../domain/ports.ts'
import { queryValue } from '../http/query.ts'
import type { EmployeeRow, EmployeesPage } from '../pages/page.ts'
import { EMPLOYEES, visitOfAdmin } from './admin.ts'
import { frameWithMenu } from './frame.ts'
import type { RouteParts } from './parts.ts'
import type { Visit } from './visit.ts'

const PER_PAGE = 50
const LONGEST_SEARCH = 100
const STATUSES: readonly EmployeeStatus[] = ['enrolled', 'not_enrolled', 'locked', 'disabled']
const SORTS: readonly EmployeeSort[] = ['name', '-name', 'username', '-username']

/** `GET /_gatehouse/admin/employees`: Manage Employees, of the admin's own company and no other (A22, A30). */
export function employeesRoutes(router: Router, parts: RouteParts): void {
  router.get(EMPLOYEES, async (req, res) => {
    const visit = await visitOfAdmin(parts, req, res)
    if (visit === null) return
    const { id: companyId, name: companyName } = visit.company
    const asked = askedFor(req)
    const after = queryValue(req, 'after')
    const found = await parts.employees.page({
      ...asked,
      companyId,
      after: after === '' ? null : after,
      limit: PER_PAGE,
      now: parts.clock.now(),
    })
    const remindedUntil = await reminders(parts, visit)
    res.send(
      parts.pages.employees({
        ...frameWithMenu(parts, visit),
        ...(await parts.employees.counts(companyId)),
        companyName,
        ...asked,
        status: asked.status ?? '',
        rows: found.employees.map((employee) => rowOf(employee, remindedUntil, parts.clock.now())),
        startUrl: after === '' ? null : urlOf(asked),
        nextUrl: found.more ? urlOf(asked, found.employees.at(-1)?.account.id) : null,
      }),
    )
  })
}

type Asked = Pick<EmployeesPage, 'search'> & { status: EmployeeStatus | null; sort: EmployeeSort }

/** What is not one of the choices counts as not chosen. */
function askedFor(req: Request): Asked {
  return {
    search: queryValue(req, 'search').trim().slice(0, LONGEST_SEARCH),
    status: STATUSES.find((status) => status === queryValue(req, 'status')) ?? null,
    sort: SORTS.find((sort) => sort === queryValue(req, 'sort')) ?? 'name',
  }
}

function urlOf({ search, status, sort }: Asked, after?: string): string {
  const query = new URLSearchParams({ search, status: status ?? '', sort, after: after ?? '' })
  for (const [name, value] of [...query]) if (value === '') query.delete(name)
  return `${EMPLOYEES}?${query.toString()}`
}

/** Until when somebody's reminder holds; null once there is a mandate, and where none is offered. */
async function reminders(
  parts: RouteParts,
  { company }: Visit,
): Promise<(remindedAt: EpochMs | null) => EpochMs | null> {
  const { clock } = parts
  const policy = parts.policy()
  const mandate = mandateFor(company, policy, await parts.mandates.latchOf(company), clock.now())
  const offered = mandate === null && policy.reminder.offeredTo.has(company.kind)
  return (remindedAt) => {
    if (!offered || remindedAt === null) return null
    const until = remindedAt + policy.reminder.lastsMs
    return remindedAt <= clock.now() && clock.now() < until ? until : null
  }
}

function rowOf(
  { account, failures, lastSignInAt }: Employee,
  remindedUntil: (remindedAt: EpochMs | null) => EpochMs | null,
  now: EpochMs,
): EmployeeRow {
  const until = remindedUntil(account.remindedAt)
  return {
    url: `${EMPLOYEES}/${account.id}`,
    name: account.name,
    username: account.username,
    role: account.role,
    maskedPhone: account.phone === null ? null : maskPhone(account.phone, 2),
    factors: account.factors.map(({ kind }) => kind),
    isDisabled: account.disabledAt !== null,
    isLocked: failures !== null && refusedUntil(failures, now) !== null,
    remindedUntil: until === null ? null : { words: timeInWords(until), iso: new Date(until).toISOString() },
    lastSignIn:
      lastSignInAt === null ? null : { words: dateInWords(lastSignInAt), iso: new Date(lastSignInAt).toISOString() },
  }
}
