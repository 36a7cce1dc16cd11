import type { Router } from 'express'
import type { AuditLine, AuditPosition, AuditSearch } from '../domain/audit.ts'
import type { PersonName } from '../domain/ports/employees.ts'
import { sendDownload } from '../http/download.ts'
import { seeOther } from '../http/see-other.ts'
import { AUDIT, visitOfAdmin } from './admin.ts'
import { auditAsked, auditQueryOf, readAuditSearch } from './audit-search.ts'
import type { RouteParts } from './parts.ts'
import { freeReason } from '../domain/audit-reason.ts'

const EXPORT = `${AUDIT}.jsonl`
/** So many are read at a time, and no more are held, however many there are. */
const PER_PAGE = 500

/**
 * `GET /_gatehouse/admin/audit.jsonl`: the lines that the page shows for the same search, all of them, newest first, as JSON
 * lines for programs: names and values are the same in every language. That they were taken is a line itself.
 */
export function auditExportRoutes(router: Router, parts: RouteParts): void {
  router.get(EXPORT, async (req, res) => {
    const visit = await visitOfAdmin(parts, req, res)
    if (visit === null) return
    const asked = auditAsked(req)
    const read = await readAuditSearch(parts, visit, asked)
    // The page says what is wrong, or asks who is meant.
    if (read.kind !== 'search') return seeOther(res, `${AUDIT}${auditQueryOf(asked)}`)
    const { id: accountId, companyId } = visit.account
    const about = { event: 'audit_exported', outcome: 'success', accountId, companyId } as const
    if (req.method !== 'HEAD')
      await parts.audit.record(req.arrival, { ...about, reason: freeReason(auditQueryOf(asked)) || null })
    res.attachment(`audit-${companyId}.jsonl`)
    res.type('application/jsonl; charset=utf-8')
    if (req.method === 'HEAD') return void res.end()
    await sendDownload(res, records(parts, read.search))
  })
}

async function* records({ trail, employees }: RouteParts, search: AuditSearch): AsyncGenerator<string> {
  let before: AuditPosition | null = null
  do {
    const { lines, next }: Awaited<ReturnType<typeof trail.page>> = await trail.page(search, {
      before,
      limit: PER_PAGE,
    })
    const ids = lines.flatMap(({ accountId }) => accountId ?? [])
    const people = await employees.named(search.companyId, ids)
    yield lines.map((line) => recordOf(line, people.get(line.accountId ?? ''))).join('')
    before = next
  } while (before !== null)
}

function recordOf(line: AuditLine, person: PersonName | undefined): string {
  return `${JSON.stringify({
    time: new Date(line.at).toISOString(),
    event: line.event,
    outcome: line.outcome,
    reason: line.reason,
    account: person?.username ?? null,
    account_id: line.accountId,
    actor: line.actor,
    address: line.address,
    request_id: line.requestId,
  })}\n`
}
