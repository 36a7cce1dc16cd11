import type { Request } from 'express'
import { readDeskPhone, readName, type Role } from '../domain/account.ts'
import type { AccountChange } from '../domain/account-change.ts'
import type { FieldError } from '../pages/page.ts'
import { type EmployeeVisit, lastAdminWords } from './employee-visit.ts'
import type { RouteParts } from './parts.ts'

/** Edit Employee as it was sent. A field that was left out stays as it is. */
export interface EmployeeForm {
  name: string
  role: Role
  deskPhone: string
}

type Read =
  | { changes: AccountChange[] }
  /** The page again, with what is wrong. */
  | { error: FieldError; asksToGiveUpAdmin?: boolean }

/** What stands in the form before anything is typed. */
export function formOf({ employee: { account, deskPhone } }: EmployeeVisit): EmployeeForm {
  return { name: account.name, role: account.role, deskPhone: deskPhone ?? '' }
}

/** What was typed, short enough to be shown again. */
export function typedForm(req: Request, about: EmployeeVisit): EmployeeForm {
  const kept = formOf(about)
  const role = req.form?.['role']
  return {
    name: (req.form?.['name'] ?? kept.name).slice(0, 200),
    role: role === 'admin' || role === 'member' ? role : kept.role,
    deskPhone: (req.form?.['desk_phone'] ?? kept.deskPhone).slice(0, 60),
  }
}

/** The changes that the form asks for, or what is wrong with its first faulty field. */
export async function readEmployeeForm(parts: RouteParts, req: Request, about: EmployeeVisit): Promise<Read> {
  const { employee, isSelf, visit } = about
  const { account } = employee
  const changes: AccountChange[] = []

  const name = readName(req.form?.['name'] ?? account.name)
  if (name === null) return wrong('name', 'Enter a name of 1 to 200 characters.')
  if (name !== account.name) changes.push({ kind: 'set_name', name })

  const role = req.form?.['role'] ?? account.role
  if (role !== 'admin' && role !== 'member') return wrong('role', 'Choose one of the two roles.')
  if (role !== account.role) {
    if (isSelf && req.form?.['give_up_admin'] !== '1') {
      const last = !(await parts.employees.hasOtherAdmin(account.companyId, account.id))
      if (last) return wrong('role', lastAdminWords(visit))
      const message = "You won't be able to open these pages any more. Tick the box below if you mean it."
      return { ...wrong('role', message), asksToGiveUpAdmin: true }
    }
    changes.push({ kind: 'set_role', role })
  }

  const deskPhone = readDeskPhone(req.form?.['desk_phone'] ?? employee.deskPhone ?? '')
  if (deskPhone === undefined) return wrong('desk_phone', NO_DESK_PHONE)
  if (deskPhone !== employee.deskPhone) changes.push({ kind: 'set_desk_phone', deskPhone })
  return { changes }
}

const NO_DESK_PHONE = "That doesn't look like a phone number. Example: +44 161 496 0000 ext. 12"

function wrong(field: string, message: string): { error: FieldError } {
  return { error: { field, message } }
}
