import type { Company, MandateLatch } from '../company.ts'
import type { Asker } from './notices.ts'

/** Companies known to the directory and the mandates that were latched for them. Latches are never removed (A21). */
export interface CompanyStore {
  /** Makes the directory know these companies. Companies that policy no longer names stay, as do their accounts and latches. */
  sync(companies: Company[]): Promise<void>
  /** Latches a mandate unless it is latched already, with its line in the audit trail. Answers whether it was latched now. */
  latchMandate(latch: MandateLatch, asker: Asker | null): Promise<boolean>
  latch(companyId: string): Promise<MandateLatch | null>
  latches(): Promise<MandateLatch[]>
  /** How many accounts that may sign in each of these companies has; a company without any may be left out. */
  accountCounts(companyIds: string[]): Promise<ReadonlyMap<string, number>>
}
