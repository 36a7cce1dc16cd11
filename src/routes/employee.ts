import type { Router } from 'express'
import type { Factor } from '../domain/factor.ts'
import { refusedUntil } from '../domain/failure.ts'
import { seeOther } from '../http/see-other.ts'
import type { EmployeePage } from '../pages/page.ts'
import { type EmployeeForm, formOf, readEmployeeForm, typedForm } from './employee-form.ts'
import { dayOf, employeeUrl, rowsFor } from './employee-row.ts'
import { stepsFor } from './employee-step.ts'
import { changeEmployee, EMPLOYEE, employeeOfAdmin, type EmployeeVisit, lastAdminWords } from './employee-visit.ts'
import { frameWithMenu } from './frame.ts'
import type { RouteParts } from './parts.ts'
import { ACCOUNT } from './visit.ts'

/** `GET, POST /_gatehouse/admin/employees/:id`: Edit Employee, of the admin's own company (A30, A31, A36). */
export function employeeRoutes(router: Router, parts: RouteParts): void {
  router.get(EMPLOYEE, async (req, res) => {
    const about = await employeeOfAdmin(parts, req, res)
    if (about === null) return
    const saved = req.query['saved'] === '1'
    res.send(parts.pages.employee(await page(parts, about, { ...formOf(about), saved })))
  })

  router.post(EMPLOYEE, async (req, res) => {
    const about = await employeeOfAdmin(parts, req, res)
    if (about === null) return
    const again = async (wrong: Pick<EmployeePage, 'error'> & { asksToGiveUpAdmin?: boolean }): Promise<void> => {
      res.status(422).send(parts.pages.employee(await page(parts, about, { ...typedForm(req, about), ...wrong })))
    }

    const read = await readEmployeeForm(parts, req, about)
    if ('error' in read) return again(read)
    const result = read.changes.length === 0 ? 'changed' : await changeEmployee(parts, req, about, read.changes)
    if (result === 'last_admin') return again({ error: { field: 'role', message: lastAdminWords(about.visit) } })
    const gaveUpAdmin = about.isSelf && read.changes.some(({ kind }) => kind === 'set_role')
    seeOther(res, gaveUpAdmin ? ACCOUNT : `${employeeUrl(about.employee.account.id)}?saved=1`)
  })
}

async function page(
  parts: RouteParts,
  about: EmployeeVisit,
  form: EmployeeForm & { error?: EmployeePage['error']; asksToGiveUpAdmin?: boolean; saved?: boolean },
): Promise<EmployeePage> {
  const { visit, employee, isSelf } = about
  const { account, failures } = employee
  const isLocked = failures !== null && refusedUntil(failures, parts.clock.now()) !== null
  return {
    ...frameWithMenu(parts, visit),
    error: null,
    asksToGiveUpAdmin: false,
    saved: false,
    ...form,
    companyName: visit.company.name,
    employee: (await rowsFor(parts, visit))(employee),
    factors: account.factors.map(factorOf),
    disabledSince: account.disabledAt === null ? null : dayOf(account.disabledAt),
    failures: isLocked ? failures.inARow : 0,
    steps: stepsFor(about, parts.clock.now()),
    isSelf,
  }
}

function factorOf(factor: Factor): EmployeePage['factors'][number] {
  const isProved = factor.kind === 'totp' || factor.unprovedSince === undefined
  return { kind: factor.kind, since: dayOf(factor.activatedAt), isProved }
}
