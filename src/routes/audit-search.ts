import type { Request } from 'express'
import { canonicalUsername, type Account, type EpochMs } from '../domain/account.ts'
import { AUDIT_EVENTS, type AuditPosition, type AuditSearch } from '../domain/audit.ts'
import type { EmployeeList } from '../domain/ports/employees.ts'
import { readInstant } from '../domain/instant.ts'
import { canonicalAddress } from '../http/client-address.ts'
import { queryString, queryValue } from '../http/query.ts'
import type { FieldError } from '../pages/page/frame.ts'
import type { RouteParts } from './parts.ts'
import type { Visit } from './visit.ts'

const LONGEST = 100
const DAY_MS = 24 * 60 * 60_000
/** So many people are offered when what was typed may mean several. */
const MOST_PEOPLE = 10

/** As it was asked for, so that the form shows it again; empty for nothing. */
export interface AuditAsked {
  person: string
  event: string
  address: string
  from: string
  to: string
}

export type AuditSearchRead =
  | { kind: 'search'; search: AuditSearch }
  | { kind: 'wrong'; error: FieldError }
  /** Nobody, or several people whom `person` may mean. */
  | { kind: 'people'; people: Account[] }

export function auditAsked(req: Request): AuditAsked {
  const asked = (name: keyof AuditAsked) => queryValue(req, name).trim().slice(0, LONGEST)
  return {
    person: asked('person'),
    event: AUDIT_EVENTS.find((event) => event === asked('event')) ?? '',
    address: asked('address'),
    from: asked('from'),
    to: asked('to'),
  }
}

/** The query that asks for the same. */
export function auditQueryOf(asked: AuditAsked, before: AuditPosition | null = null): string {
  return queryString({ ...asked, before: before === null ? '' : `${before.at}.${before.id}` })
}

/** What to look for in the trail of the admin's own company and no other (A31), or why that cannot be done. */
export async function readAuditSearch(
  parts: RouteParts,
  { company }: Visit,
  { person, event, address, from, to }: AuditAsked,
): Promise<AuditSearchRead> {
  const ip = address === '' ? null : canonicalAddress(address)
  if (address !== '' && ip === null) return wrong('address', { kind: 'not_an_address' })
  const [first, last] = [readDay(from), readDay(to)]
  if (first === undefined) return wrong('from', { kind: 'not_a_day' })
  if (last === undefined) return wrong('to', { kind: 'not_a_day' })
  const people = person === '' ? null : await peopleMeant(parts, company.id, person)
  const [meant = null] = people ?? []
  if (people !== null && people.length !== 1) return { kind: 'people', people }
  const search: AuditSearch = {
    companyId: company.id,
    person: meant,
    event: AUDIT_EVENTS.find((name) => name === event) ?? null,
    address: ip,
    from: first,
    // The last day counts as a whole.
    until: last === null ? null : last + DAY_MS,
  }
  return { kind: 'search', search }
}

/** Where the page before ended; null for the start, and for what is no such place. */
export function readPosition(req: Request): AuditPosition | null {
  const [, at, id] = /^(\d{1,15})\.(\d{1,15})$/.exec(queryValue(req, 'before')) ?? []
  return at === undefined || id === undefined ? null : { at: Number(at), id: Number(id) }
}

/** A username, whole, is one person; else whoever is found by it. */
async function peopleMeant(
  { accounts, employees, clock }: RouteParts,
  companyId: string,
  typed: string,
): Promise<Account[]> {
  const exact = await accounts.findByUsername(canonicalUsername(typed))
  if (exact?.companyId === companyId) return [exact]
  const query = { companyId, search: typed, status: null, sort: 'name', limit: MOST_PEOPLE, now: clock.now() } as const
  const people: Account[] = []
  // Of very many people who match, a page may hold one, or nobody: others may still come.
  for (let after: string | null = null; ;) {
    const found: EmployeeList = await employees.page({ ...query, after })
    people.push(...found.employees.map(({ account }) => account))
    if (people.length > 1 || found.next === null) return people
    after = found.next
  }
}

/** A day's beginning in UTC; null for nothing, undefined for what is no day. */
function readDay(typed: string): EpochMs | null | undefined {
  if (typed === '') return null
  return typed.length === 'YYYY-MM-DD'.length ? (readInstant(typed) ?? undefined) : undefined
}

function wrong(field: string, message: FieldError['message']): AuditSearchRead {
  return { kind: 'wrong', error: { field, message } }
}
