import type { Request, Response, Router } from 'express'
import { type Account, readName } from '../domain/account.ts'
import { GatehouseError } from '../domain/errors.ts'
import type { Factor } from '../domain/factor.ts'
import { dateInWords, maskPhone } from '../domain/format.ts'
import { field } from '../http/form-body.ts'
import { seeOther } from '../http/see-other.ts'
import type { EmployeePage } from '../pages/page.ts'
import { EMPLOYEES, visitOfAdmin } from './admin.ts'
import { frameWithMenu } from './frame.ts'
import type { RouteParts } from './parts.ts'
import type { Visit } from './visit.ts'

export const EMPLOYEE = `${EMPLOYEES}/:id`
const NO_NAME = { field: 'name', message: 'Enter a name of 1 to 200 characters.' }

/** `GET, POST /_gatehouse/admin/employees/:id`: Edit Employee, of the admin's own company (A30, A31). */
export function employeeRoutes(router: Router, parts: RouteParts): void {
  router.get(EMPLOYEE, async (req, res) => {
    const found = await employeeOfAdmin(parts, req, res)
    if (found === null) return
    const { visit, employee } = found
    const saved = req.query['saved'] === '1'
    res.send(parts.pages.employee(page(parts, visit, employee, { name: employee.name, error: null, saved })))
  })

  router.post(EMPLOYEE, async (req, res) => {
    const found = await employeeOfAdmin(parts, req, res)
    if (found === null) return
    const { visit, employee } = found
    const typed = field(req, 'name')
    const name = readName(typed)
    if (name === null) {
      const wrong = { name: typed.slice(0, 200), error: NO_NAME, saved: false }
      res.status(422).send(parts.pages.employee(page(parts, visit, employee, wrong)))
      return
    }
    if (name !== employee.name) await rename(parts, req, visit, employee, name)
    seeOther(res, `${urlOfEmployee(employee)}?saved=1`)
  })
}

/** Throws `not_found` for somebody of another company, as for nobody: it does not tell which (A31). */
export async function employeeOfAdmin(
  parts: RouteParts,
  req: Request,
  res: Response,
): Promise<{ visit: Visit; employee: Account } | null> {
  const visit = await visitOfAdmin(parts, req, res)
  if (visit === null) return null
  const { id } = req.params
  // Whatever else it holds, a database need not be asked.
  const employee = typeof id === 'string' && /^[\w-]{1,64}$/.test(id) ? await parts.accounts.findById(id) : undefined
  if (employee?.companyId === visit.company.id) return { visit, employee }
  throw new GatehouseError('not_found', 'Nobody of your company is at this address. Go back to Manage Employees.')
}

async function rename(parts: RouteParts, req: Request, visit: Visit, employee: Account, name: string): Promise<void> {
  const { address, requestId } = req.arrival
  const by = { at: parts.clock.now(), actor: `admin: ${visit.account.username}`, address, requestId }
  await parts.administration.change(employee.id, { kind: 'set_name', name }, by)
}

function page(
  parts: RouteParts,
  visit: Visit,
  employee: Account,
  form: Pick<EmployeePage, 'name' | 'error' | 'saved'>,
): EmployeePage {
  return {
    ...frameWithMenu(parts, visit),
    ...form,
    companyName: visit.company.name,
    url: urlOfEmployee(employee),
    employeeName: employee.name,
    employeeUsername: employee.username,
    role: employee.role,
    maskedPhone: employee.phone === null ? null : maskPhone(employee.phone, 2),
    factors: employee.factors.map(factorOf),
  }
}

function factorOf(factor: Factor): EmployeePage['factors'][number] {
  const since = { words: dateInWords(factor.activatedAt), iso: new Date(factor.activatedAt).toISOString() }
  return { kind: factor.kind, since, isProved: factor.kind === 'totp' || factor.unprovedSince === undefined }
}

export function urlOfEmployee({ id }: Pick<Account, 'id'>): string {
  return `${EMPLOYEES}/${id}`
}
