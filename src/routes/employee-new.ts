import { randomUUID } from 'node:crypto'
import type { Request, Router } from 'express'
import { type Account, isMailbox, readName, readNewUsername } from '../domain/account.ts'
import { adminActor } from '../domain/audit.ts'
import { newAccountQuotas, takenAnswerQuotas } from '../domain/quota.ts'
import type { Sentence } from '../domain/sentence.ts'
import { field } from '../http/form-body.ts'
import { seeOther } from '../http/see-other.ts'
import type { NewEmployeePage } from '../pages/page/employees.ts'
import type { FieldError } from '../pages/page/frame.ts'
import { EMPLOYEES, visitOfAdmin } from './admin.ts'
import { changedBy } from './employee-visit.ts'
import { frameWithMenu } from './frame.ts'
import { waitsForProof } from './fresh-proof.ts'
import type { RouteParts } from './parts.ts'
import { phoneFields, readNumber } from './phone-fields.ts'
import { makeSignUpLink, signUpLinkUrl } from './sign-up-link.ts'
import type { Visit } from './visit.ts'

const NEW_EMPLOYEE = `${EMPLOYEES}/new`

/** `GET, POST /_gatehouse/admin/employees/new`: Add Employee. Nobody is sent a password: a one-time link lets them set one. */
export function newEmployeeRoutes(router: Router, parts: RouteParts): void {
  router.get(NEW_EMPLOYEE, async (req, res) => {
    const visit = await visitOfAdmin(parts, req, res)
    if (visit === null) return
    const { country, phone } = phoneFields(parts, req, null)
    const empty = { name: '', username: '', role: 'member' as const, cellCountry: country, cellPhone: phone }
    res.send(parts.pages.newEmployee(page(parts, visit, empty, null)))
  })

  router.post(NEW_EMPLOYEE, async (req, res) => {
    const visit = await visitOfAdmin(parts, req, res)
    if (visit === null) return
    const again = (error: FieldError, status = 422): void => {
      res.status(status).send(parts.pages.newEmployee(page(parts, visit, typed(req), error)))
    }

    const read = await readNewEmployee(parts, req, visit)
    if ('error' in read) return again(read.error)
    if (await waitsForProof(parts, req, res, visit, NEW_EMPLOYEE)) return
    const { account } = read
    const added = await addEmployee(parts, req, visit, account)
    if (added !== 'added')
      return again({ field: 'username', message: added }, added.kind === 'username_taken' ? 422 : 429)
    await makeSignUpLink(parts, req, visit, account)
    seeOther(res, signUpLinkUrl(account.id))
  })
}

/** Adds somebody, or says why not. Either leaves a line in the audit trail. */
async function addEmployee(
  parts: RouteParts,
  req: Request,
  visit: Visit,
  account: Account,
): Promise<'added' | Sentence> {
  const { quotas, administration, audit, settings } = parts
  const by = changedBy(parts, req, visit)
  const about = { event: 'account_added', companyId: account.companyId, actor: by.actor } as const
  const refuse = async (reason: 'username_taken' | 'too_many', sentence: Sentence): Promise<Sentence> => {
    await audit.record(req.arrival, { ...about, outcome: 'refused', reason })
    return sentence
  }

  const ifAdded = newAccountQuotas(visit.account, settings.signUp)
  const ifTaken = takenAnswerQuotas(visit.account, settings.signUp)
  // Either is used before anybody knows which, so that many who ask at once get no answer too many; the other is given back.
  const use = await quotas.take([...ifAdded, ...ifTaken], by.at)
  if (!use.taken) return refuse('too_many', { kind: 'many_employees_added', waitMs: use.retryAt - by.at })
  const isAdded = await administration.addAll([account], 'account_added', by)
  await quotas.giveBack(isAdded ? ifTaken : ifAdded, by.at)
  // Whose it is, and of which company, is nobody's business here.
  if (!isAdded) return refuse('username_taken', { kind: 'username_taken' })
  audit.note(req.arrival, { ...about, outcome: 'success', accountId: account.id })
  return 'added'
}

type Typed = Pick<NewEmployeePage, 'name' | 'username' | 'role' | 'cellCountry' | 'cellPhone'>

/** What was typed, short enough to be shown again. */
function typed(req: Request): Typed {
  return {
    name: field(req, 'name').slice(0, 200),
    username: field(req, 'username').slice(0, 254),
    role: field(req, 'role') === 'admin' ? 'admin' : 'member',
    cellCountry: field(req, 'cell_country').slice(0, 2).toUpperCase(),
    cellPhone: field(req, 'cell_phone').slice(0, 60),
  }
}

/** The account that the form asks for, or what is wrong with its first faulty field. */
async function readNewEmployee(
  parts: RouteParts,
  req: Request,
  { company, account: admin }: Visit,
): Promise<{ account: Account } | { error: FieldError }> {
  const name = readName(field(req, 'name'))
  if (name === null) return wrong('name', { kind: 'name_missing' })
  const username = readNewUsername(field(req, 'username'))
  // It is where the link goes, too.
  if (username === null || !isMailbox(username)) return wrong('username', { kind: 'username_unreadable' })
  const role = field(req, 'role')
  if (role !== 'admin' && role !== 'member') return wrong('role', { kind: 'role_missing' })
  const { cellCountry: country, cellPhone: phone } = typed(req)
  const number =
    phone.trim() === ''
      ? { phone: null }
      : await readNumber(parts, req, { country, phone }, { companyId: company.id, actor: adminActor(admin) })
  if ('fault' in number) return wrong('cell_phone', number.fault)
  const account: Account = {
    id: randomUUID(),
    companyId: company.id,
    username,
    name,
    email: username,
    role,
    language: null,
    // Having one makes nobody enrolled (A33).
    phone: number.phone,
    passwordHash: null,
    factors: [],
    remindedAt: null,
    lastChallengePassedAt: null,
    sessionsValidFrom: parts.clock.now(),
    disabledAt: null,
  }
  return { account }
}

function page(parts: RouteParts, visit: Visit, form: Typed, error: FieldError | null): NewEmployeePage {
  const countries = parts.phoneNumbers.countries(visit.language)
  return { ...frameWithMenu(parts, visit), ...form, companyName: visit.company.name, countries, error }
}

function wrong(where: string, message: Sentence): { error: FieldError } {
  return { error: { field: where, message } }
}
