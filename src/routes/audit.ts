import type { Router } from 'express'
import { type AuditLine, type AuditPosition, GATEHOUSE_ACTOR } from '../domain/audit.ts'
import type { AuditPage, AuditRow } from '../pages/page/audit.ts'
import { AUDIT, visitOfAdmin } from './admin.ts'
import { type AuditAsked, auditAsked, auditQueryOf, readAuditSearch, readPosition } from './audit-search.ts'
import { frameWithMenu } from './frame.ts'
import type { RouteParts } from './parts.ts'
import type { Visit } from './visit.ts'

const PER_PAGE = 50
const OF_ADMIN = 'admin: '

type Found = Pick<AuditPage, 'error' | 'people' | 'rows' | 'searchedBackTo' | 'nextUrl'>
const NOTHING: Found = { error: null, people: null, rows: [], searchedBackTo: null, nextUrl: null }

/** `GET /_gatehouse/admin/audit`: the audit trail of the admin's own company, newest first (R14, A31). */
export function auditRoutes(router: Router, parts: RouteParts): void {
  router.get(AUDIT, async (req, res) => {
    const visit = await visitOfAdmin(parts, req, res)
    if (visit === null) return
    const asked = auditAsked(req)
    const before = readPosition(req)
    const found = await find(parts, visit, asked, before)
    res.status(found.error === null ? 200 : 422).send(
      parts.pages.audit({
        ...frameWithMenu(parts, visit),
        companyName: visit.company.name,
        ...asked,
        ...found,
        keptMs: parts.settings.audit.retentionMs,
        exportUrl: `${AUDIT}.jsonl${auditQueryOf(asked)}`,
        startUrl: before === null ? null : urlOf(asked),
      }),
    )
  })
}

async function find(parts: RouteParts, visit: Visit, asked: AuditAsked, before: AuditPosition | null): Promise<Found> {
  const read = await readAuditSearch(parts, visit, asked)
  if (read.kind === 'wrong') return { ...NOTHING, error: read.error }
  if (read.kind === 'people') {
    const people = read.people.map(({ name, username }) => ({
      name,
      url: urlOf({ ...asked, person: username }),
      username,
    }))
    return { ...NOTHING, people }
  }
  const { lines, next } = await parts.trail.page(read.search, { before, limit: PER_PAGE })
  return {
    ...NOTHING,
    rows: await rowsOf(parts, visit, asked, lines),
    searchedBackTo: next !== null && lines.length < PER_PAGE ? next.at : null,
    nextUrl: next === null ? null : urlOf(asked, next),
  }
}

async function rowsOf(
  parts: RouteParts,
  { company }: Visit,
  asked: AuditAsked,
  lines: AuditLine[],
): Promise<AuditRow[]> {
  const people = await parts.employees.named(
    company.id,
    lines.flatMap(({ accountId }) => accountId ?? []),
  )
  return lines.map((line) => {
    const person = line.accountId === null ? undefined : people.get(line.accountId)
    return {
      at: line.at,
      person: person === undefined ? null : { ...person, url: urlOf({ ...asked, person: person.username }) },
      event: line.event,
      outcome: line.outcome,
      reason: line.reason,
      by: byOf(line),
      address: line.address,
    }
  })
}

function byOf({ actor, accountId }: AuditLine): AuditRow['by'] {
  if (actor === GATEHOUSE_ACTOR || (actor === null && accountId === null)) return { kind: 'gateway', name: '' }
  if (actor === null) return { kind: 'owner', name: '' }
  return actor.startsWith(OF_ADMIN)
    ? { kind: 'admin', name: actor.slice(OF_ADMIN.length) }
    : { kind: 'operator', name: actor }
}

function urlOf(asked: AuditAsked, before: AuditPosition | null = null): string {
  return `${AUDIT}${auditQueryOf(asked, before)}`
}
