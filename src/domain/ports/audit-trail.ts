import type { EpochMs } from '../account.ts'
import type { AuditEvent, AuditLine, AuditPosition, AuditSearch } from '../audit.ts'

export interface AuditTrail {
  append(event: AuditEvent): Promise<void>
  /**
   * At most `limit` lines, newest first, those behind `before` if it is given. There may be fewer, or none, though more
   * come: a page looks at so many lines and no more. `next` is where to go on; null when there is nothing behind.
   */
  page(
    search: AuditSearch,
    page: { before: AuditPosition | null; limit: number },
  ): Promise<{ lines: AuditLine[]; next: AuditPosition | null }>
  /** Removes lines from before `horizon`, the oldest first, at most `limit`. Answers how many. */
  expire(horizon: EpochMs, limit: number): Promise<number>
  /** Whether retention is due: true for one caller, then for nobody until `everyMs` have passed. */
  claimRetention(now: EpochMs, everyMs: number): Promise<boolean>
  /** The newest lines about an account, of these events only, newest first. */
  ofAccount(accountId: string, query: { events: readonly string[]; limit: number }): Promise<AuditLine[]>
}
