import type { Request, Router } from 'express'
import { needsFreshProof } from '../domain/account-change.ts'
import type { Factor } from '../domain/factor.ts'
import { isLockedForGood, refusedUntil } from '../domain/failure.ts'
import { queryValue } from '../http/query.ts'
import { awaitsSignUp } from '../domain/sign-up.ts'
import { seeOther } from '../http/see-other.ts'
import type { EmployeePage } from '../pages/page/employees.ts'
import { type EmployeeForm, formOf, lineTypeSaved, numberInUse, readEmployeeForm, typedForm } from './employee-form.ts'
import { employeeUrl, rowsFor } from './employee-row.ts'
import { STEPS, stepsFor } from './employee-step.ts'
import { changeEmployee, EMPLOYEE, employeeOfAdmin, type EmployeeVisit, lastAdmin } from './employee-visit.ts'
import { frameWithMenu } from './frame.ts'
import { waitsForProof } from './fresh-proof.ts'
import type { RouteParts } from './parts.ts'
import { signUpLinkUrl } from './sign-up-link.ts'
import { ACCOUNT } from './visit.ts'

const SAVED = ['1', 'mobile', 'landline', 'undetermined'] as const

/** `GET, POST /_gatehouse/admin/employees/:id`: Edit Employee, of the admin's own company (A30, A31, A36). */
export function employeeRoutes(router: Router, parts: RouteParts): void {
  router.get(EMPLOYEE, async (req, res) => {
    const about = await employeeOfAdmin(parts, req, res)
    if (about === null) return
    const saved = SAVED.find((one) => one === queryValue(req, 'saved')) ?? null
    const done = STEPS.find((one) => one === queryValue(req, 'done')) ?? null
    res.send(parts.pages.employee(await page(parts, req, about, { saved, done })))
  })

  router.post(EMPLOYEE, async (req, res) => {
    const about = await employeeOfAdmin(parts, req, res)
    if (about === null) return
    const again = async (wrong: Pick<EmployeePage, 'error'> & { asksToGiveUpAdmin?: boolean }): Promise<void> => {
      const typed = typedForm(parts, req, about)
      res.status(422).send(parts.pages.employee(await page(parts, req, about, { ...typed, ...wrong })))
    }

    const read = await readEmployeeForm(parts, req, about)
    if ('error' in read) return again(read)
    const url = employeeUrl(about.employee.account.id)
    if (read.changes.some(needsFreshProof) && (await waitsForProof(parts, req, res, about.visit, url))) return
    const result = read.changes.length === 0 ? 'changed' : await changeEmployee(parts, req, about, read.changes)
    if (result === 'last_admin') return again({ error: { field: 'role', message: lastAdmin(about.visit) } })
    if (result === 'number_in_use') return again({ error: { field: 'cell_phone', message: numberInUse() } })
    const gaveUpAdmin = about.isSelf && read.changes.some(({ kind }) => kind === 'set_role')
    if (gaveUpAdmin) return seeOther(res, ACCOUNT)
    seeOther(res, `${url}?saved=${lineTypeSaved(read.changes) ?? '1'}`)
  })
}

async function page(
  parts: RouteParts,
  req: Request,
  about: EmployeeVisit,
  form: Partial<EmployeeForm> & Partial<Pick<EmployeePage, 'error' | 'asksToGiveUpAdmin' | 'saved' | 'done'>>,
): Promise<EmployeePage> {
  const { visit, employee, isSelf } = about
  const { account, failures } = employee
  const isLocked = failures !== null && refusedUntil(failures, parts.clock.now()) !== null
  const kept = formOf(parts, req, about)
  return {
    ...frameWithMenu(parts, visit),
    error: null,
    asksToGiveUpAdmin: false,
    saved: null,
    done: null,
    ...kept,
    ...form,
    kept,
    countries: parts.phoneNumbers.countries(visit.language),
    companyName: visit.company.name,
    employee: (await rowsFor(parts, visit))(employee),
    factors: account.factors.map(factorOf),
    disabledSince: account.disabledAt,
    failures: isLocked ? failures.inARow : 0,
    isLockedForGood: isLocked && isLockedForGood(failures),
    steps: stepsFor(about, parts.clock.now()),
    signUpLinkUrl: awaitsSignUp(account) ? signUpLinkUrl(account.id) : null,
    isSelf,
  }
}

function factorOf(factor: Factor): EmployeePage['factors'][number] {
  const isProved = factor.kind === 'totp' || factor.unprovedSince === undefined
  const name = factor.kind === 'totp' ? (factor.name ?? null) : null
  return { kind: factor.kind, name, since: factor.activatedAt, isProved }
}
