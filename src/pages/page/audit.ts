import type { EpochMs } from '../../domain/account.ts'
import type { AuditOutcome } from '../../domain/audit.ts'
import type { FieldError, Frame } from './frame.ts'

export interface AuditRow {
  at: EpochMs
  /** Whom it concerns, with the same search for them alone; null for nobody, and for who is not there any more. */
  person: { name: string; username: string; url: string } | null
  event: string
  outcome: AuditOutcome
  /** In the trail's own words. */
  reason: string | null
  /** `name` of the admin or operator; empty for the others. */
  by: { kind: 'owner' | 'admin' | 'operator' | 'gateway'; name: string }
  address: string | null
}

export interface AuditPage extends Frame {
  companyName: string
  /** As it was asked for; empty for nothing. Days as `2026-01-15`. */
  person: string
  event: string
  address: string
  from: string
  to: string
  error: FieldError | null
  /** Whom `person` may mean, nobody or several of them; null where it is clear. */
  people: { name: string; username: string; url: string }[] | null
  rows: AuditRow[]
  /** Set when the search was given up there, with fewer lines than a page holds. */
  searchedBackTo: EpochMs | null
  /** How long lines are kept; null for good. */
  keptMs: number | null
  /** The same lines as JSON lines. */
  exportUrl: string
  /** Null on the first page, and on the last. */
  startUrl: string | null
  nextUrl: string | null
}
