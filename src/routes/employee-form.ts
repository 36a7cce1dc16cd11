import type { Request } from 'express'
import { readDeskPhone, readName, type Role } from '../domain/account.ts'
import type { AccountChange } from '../domain/account-change.ts'
import { adminActor } from '../domain/audit.ts'
import type { LineType } from '../domain/phone.ts'
import type { Sentence } from '../domain/sentence.ts'
import type { FieldError } from '../pages/page/frame.ts'
import { type EmployeeVisit, lastAdmin } from './employee-visit.ts'
import type { RouteParts } from './parts.ts'
import { phoneFields, readNumber } from './phone-fields.ts'

/** Edit Employee as it was sent. A field that was left out stays as it is. */
export interface EmployeeForm {
  name: string
  role: Role
  deskPhone: string
  cellCountry: string
  cellPhone: string
}

type Read =
  | { changes: AccountChange[] }
  /** The page again, with what is wrong. */
  | { error: FieldError; asksToGiveUpAdmin?: boolean }

/** What stands in the form before anything is typed. */
export function formOf(
  parts: RouteParts,
  req: Request,
  { employee: { account, deskPhone } }: EmployeeVisit,
): EmployeeForm {
  const { country, phone } = phoneFields(parts, req, account.phone)
  return {
    name: account.name,
    role: account.role,
    deskPhone: deskPhone ?? '',
    cellCountry: country,
    cellPhone: phone,
  }
}

/** What was typed, short enough to be shown again; what was left as it was shown, as it is now. */
export function typedForm(parts: RouteParts, req: Request, about: EmployeeVisit): EmployeeForm {
  const kept = formOf(parts, req, about)
  const role = typedIn(req, 'role')
  return {
    name: (typedIn(req, 'name') ?? kept.name).slice(0, 200),
    role: role === 'admin' || role === 'member' ? role : kept.role,
    deskPhone: (typedIn(req, 'desk_phone') ?? kept.deskPhone).slice(0, 60),
    cellCountry: (typedIn(req, 'cell_country') ?? kept.cellCountry).slice(0, 2).toUpperCase(),
    cellPhone: (typedIn(req, 'cell_phone') ?? kept.cellPhone).slice(0, 60),
  }
}

/**
 * A field that was changed; undefined for one that was left out, or left as the page showed it: somebody else may have
 * changed it since, and a number that its owner has changed must not come back.
 */
function typedIn(req: Request, name: string): string | undefined {
  const typed = req.form?.[name]
  return typed === req.form?.[`was_${name}`] ? undefined : typed
}

/** The changes that the form asks for, or what is wrong with its first faulty field. */
export async function readEmployeeForm(parts: RouteParts, req: Request, about: EmployeeVisit): Promise<Read> {
  const { employee, isSelf, visit } = about
  const { account } = employee
  const changes: AccountChange[] = []

  const name = readName(typedIn(req, 'name') ?? account.name)
  if (name === null) return wrong('name', { kind: 'name_missing' })
  if (name !== account.name) changes.push({ kind: 'set_name', name })

  const role = typedIn(req, 'role') ?? account.role
  if (role !== 'admin' && role !== 'member') return wrong('role', { kind: 'role_missing' })
  if (role !== account.role) {
    if (isSelf && req.form?.['give_up_admin'] !== '1') {
      const last = !(await parts.employees.hasOtherAdmin(account.companyId, account.id))
      if (last) return wrong('role', lastAdmin(visit))
      return { ...wrong('role', { kind: 'giving_up_admin' }), asksToGiveUpAdmin: true }
    }
    changes.push({ kind: 'set_role', role })
  }

  const number = await readCellPhone(parts, req, about)
  if ('error' in number) return number
  changes.push(...number.changes)

  const deskPhone = readDeskPhone(typedIn(req, 'desk_phone') ?? employee.deskPhone ?? '')
  if (deskPhone === undefined) return wrong('desk_phone', { kind: 'desk_phone_unreadable' })
  if (deskPhone !== employee.deskPhone) changes.push({ kind: 'set_desk_phone', deskPhone })
  return { changes }
}

/** A number of a kind that is, or may be, no mobile is taken: whoever owns it is asked at the next sign-in (A8). */
async function readCellPhone(
  parts: RouteParts,
  req: Request,
  { employee: { account }, isSelf, visit }: EmployeeVisit,
): Promise<{ changes: AccountChange[] } | { error: FieldError }> {
  if (typedIn(req, 'cell_phone') === undefined && typedIn(req, 'cell_country') === undefined) return { changes: [] }
  const typed = req.form?.['cell_phone']?.trim()
  if (typed === undefined || (typed === '' && account.phone === null)) return { changes: [] }
  if (typed === '') {
    if (isSelf) return wrong('cell_phone', { kind: 'own_number_in_settings' })
    const isFactor = account.factors.some(({ kind }) => kind === 'phone')
    return isFactor ? wrong('cell_phone', numberInUse()) : { changes: [{ kind: 'remove_phone' }] }
  }
  const country = (req.form?.['cell_country'] ?? '').toUpperCase()
  const number = await readNumber(
    parts,
    req,
    { country, phone: typed },
    { accountId: account.id, companyId: account.companyId, actor: adminActor(visit.account) },
  )
  if ('fault' in number) return wrong('cell_phone', number.fault)
  if (number.phone === account.phone) return { changes: [] }
  // There the old factor and the new number are both proved (A34).
  if (isSelf) return wrong('cell_phone', { kind: 'own_number_in_settings' })
  return { changes: [{ kind: 'set_phone', ...number }] }
}

/** What is said when the number that codes go to is left empty. */
export function numberInUse(): Sentence {
  return { kind: 'cell_phone_missing' }
}

/** What the page says of a number once it is saved. */
export function lineTypeSaved(changes: AccountChange[]): Exclude<LineType, 'refused'> | null {
  const change = changes.find(({ kind }) => kind === 'set_phone')
  return change?.kind !== 'set_phone' || change.lineType === 'refused' ? null : change.lineType
}

function wrong(field: string, message: Sentence): { error: FieldError } {
  return { error: { field, message } }
}
