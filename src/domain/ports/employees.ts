import type { Account, EpochMs } from '../account.ts'
import type { FailureCount } from '../failure.ts'

/** The people of one company, as its admins see them. */
export interface EmployeeDirectory {
  /** How many may sign in, and how many of them have a second factor (A22). */
  counts(companyId: string): Promise<EnrollmentCounts>
  /** The same for each of these companies, of which a page shows a few; one without any people may be left out. */
  countsOf(companyIds: string[]): Promise<ReadonlyMap<string, EnrollmentCounts>>
  /** One of them; null for whoever is none of them. */
  find(companyId: string, accountId: string): Promise<Employee | null>
  /** Whether the company has an admin who can sign in besides this account (A36). */
  hasOtherAdmin(companyId: string, accountId: string): Promise<boolean>
  /** At most `limit` of them. Disabled ones are among them unless `status` says otherwise. */
  page(query: EmployeeQuery): Promise<EmployeeList>
  /** How those of these accounts are named that are of the company, disabled ones included, by their ids. */
  named(companyId: string, accountIds: string[]): Promise<ReadonlyMap<string, PersonName>>
  /** Its admins who may sign in, in the order of their usernames, those behind `after` if it is given. */
  admins(companyId: string, page: { after: string | null; limit: number }): Promise<Account[]>
}

export interface EnrollmentCounts {
  people: number
  enrolled: number
}

type EmployeeOrder = 'name' | 'username' | 'last_sign_in' | 'status'

export type PersonName = Pick<Account, 'name' | 'username'>

export type EmployeeSort = EmployeeOrder | `-${EmployeeOrder}`

/** `invited`: nobody has set a password yet. Not enrolled ones have; who is disabled is neither. */
export type EmployeeStatus = 'enrolled' | 'not_enrolled' | 'invited' | 'locked' | 'disabled'

export interface EmployeeQuery {
  companyId: string
  /** Each of its words begins a word of name or username, whatever the capitals and accents; empty for everybody. */
  search: string
  status: EmployeeStatus | null
  /** With a minus for the other way round. */
  sort: EmployeeSort
  /** Where the page before says to go on; an id that the company does not have begins from the start. */
  after: string | null
  limit: number
  now: EpochMs
}

export interface EmployeeList {
  employees: Employee[]
  /**
   * Where to go on; null at the end. A page costs the same however many people there are: of a search that many match,
   * it may hold fewer than `limit`, or nobody, and others may still come.
   */
  next: string | null
}

export interface Employee {
  account: Account
  /** As their admins wrote it; nothing is ever sent there. */
  deskPhone: string | null
  /** Failures in a row at the second factor. */
  failures: FailureCount | null
  /** When they last got in. */
  lastSignInAt: EpochMs | null
}
