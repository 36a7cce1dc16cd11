import type { Router } from 'express'
import type { EpochMs } from '../domain/account.ts'
import { type AccountChange, isRefusedToOneself, needsFreshProof } from '../domain/account-change.ts'
import { isLockedForGood, refusedUntil } from '../domain/failure.ts'
import type { Employee } from '../domain/ports/employees.ts'
import type { Sentence } from '../domain/sentence.ts'
import { field } from '../http/form-body.ts'
import { seeOther } from '../http/see-other.ts'
import type { EmployeePage, EmployeeStep } from '../pages/page/employees.ts'
import type { FieldError } from '../pages/page/frame.ts'
import { employeeUrl, rowsFor } from './employee-row.ts'
import { changeEmployee, EMPLOYEE, employeeOfAdmin, type EmployeeVisit, lastAdmin } from './employee-visit.ts'
import { frameWithMenu } from './frame.ts'
import { waitsForProof } from './fresh-proof.ts'
import type { RouteParts } from './parts.ts'

/** Where the confirmation of each step is: what it takes away, or gives back. */
const PLACES: Record<EmployeeStep, string> = {
  unlock: 'lock',
  reset_factors: 'factors',
  end_sessions: 'sessions',
  remove_app_credentials: 'credentials',
  disable: 'access',
  enable: 'access',
}
export const STEPS = ['unlock', 'reset_factors', 'end_sessions', 'remove_app_credentials', 'disable', 'enable'] as const

/**
 * `GET, POST /_gatehouse/admin/employees/:id/lock`, `…/factors`, `…/sessions`, `…/credentials` and `…/access`: unlock, reset factors, end
 * sessions, remove what they sign in to apps with, disable and enable, each after a confirmation; `confirm` names the step.
 */
export function employeeStepRoutes(router: Router, parts: RouteParts): void {
  for (const place of new Set(Object.values(PLACES))) {
    router.get(`${EMPLOYEE}/${place}`, async (req, res) => {
      const about = await employeeOfAdmin(parts, req, res)
      if (about === null) return
      const step = stepAt(place, about, parts.clock.now())
      if (step === null || isRefused(step, about)) return seeOther(res, employeeUrl(about.employee.account.id))
      res.send(await page(parts, about, step, null))
    })

    router.post(`${EMPLOYEE}/${place}`, async (req, res) => {
      const about = await employeeOfAdmin(parts, req, res)
      if (about === null) return
      const step = stepAt(place, about, parts.clock.now())
      const employee = employeeUrl(about.employee.account.id)
      if (step === null) return seeOther(res, employee)
      const again = async (message: Sentence): Promise<void> => {
        res.status(422).send(await page(parts, about, step, { field: 'confirm', message }))
      }

      // What was confirmed on a page of before may be the opposite of what would happen now.
      if (field(req, 'confirm') !== step) return again({ kind: 'step_not_confirmed' })
      if (isRefused(step, about)) return again(refusalOf(step))
      if (needsFreshProof({ kind: step }) && (await waitsForProof(parts, req, res, about.visit, employee))) return
      const result = await changeEmployee(parts, req, about, [changeOf(step)])
      if (result === 'last_admin') return again(lastAdmin(about.visit))
      seeOther(res, `${employee}?done=${step}`)
    })
  }
}

/** What there is to do for somebody now, but what nobody may do to themselves. */
export function stepsFor(about: EmployeeVisit, now: EpochMs): EmployeePage['steps'] {
  const { employee } = about
  const offered = STEPS.filter((step) => isNeeded(step, about, now) && !isRefused(step, about))
  return offered.map((kind) => ({ kind, url: placeOf(kind, employee) }))
}

function isRefused(step: EmployeeStep, { isSelf }: EmployeeVisit): boolean {
  return isSelf && isRefusedToOneself({ kind: step })
}

function refusalOf(step: EmployeeStep): Sentence {
  if (step === 'unlock') return { kind: 'unlocking_oneself' }
  return { kind: step === 'disable' ? 'disabling_oneself' : 'resetting_oneself' }
}

/** Admins end a wait and forget nothing: of two who help each other, one would have all the tries that there are (R3). */
function changeOf(step: EmployeeStep): AccountChange {
  return step === 'unlock' ? { kind: step, forgetsFailures: false } : { kind: step }
}

function stepAt(place: string, about: EmployeeVisit, now: EpochMs): EmployeeStep | null {
  return STEPS.find((step) => PLACES[step] === place && isNeeded(step, about, now)) ?? null
}

function isNeeded(step: EmployeeStep, { employee, holdsCredentials }: EmployeeVisit, now: EpochMs): boolean {
  const { account, failures } = employee
  switch (step) {
    case 'unlock':
      return failures !== null && refusedUntil(failures, now) !== null && !isLockedForGood(failures)
    case 'reset_factors':
      return account.factors.length > 0
    case 'end_sessions':
      return account.disabledAt === null && account.passwordHash !== null
    case 'remove_app_credentials':
      return holdsCredentials
    case 'disable':
      return account.disabledAt === null
    case 'enable':
      return account.disabledAt !== null
  }
}

function placeOf(step: EmployeeStep, { account }: Employee): string {
  return `${employeeUrl(account.id)}/${PLACES[step]}`
}

async function page(
  parts: RouteParts,
  about: EmployeeVisit,
  step: EmployeeStep,
  error: FieldError | null,
): Promise<string> {
  const { visit, employee, isSelf } = about
  return parts.pages.employeeStep({
    ...frameWithMenu(parts, visit),
    companyName: visit.company.name,
    step,
    url: placeOf(step, employee),
    employee: (await rowsFor(parts, visit))(employee),
    isSelf,
    isRefused: isRefused(step, about),
    error,
  })
}
