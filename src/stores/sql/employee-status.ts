import type { EmployeeStatus } from '../../domain/ports/employees.ts'

/** In the order of the column `status`. Who is locked is so for a time, and no column says it. */
export type KeptStatus = Exclude<EmployeeStatus, 'locked'>
const STATUSES: readonly KeptStatus[] = ['not_enrolled', 'invited', 'enrolled', 'disabled']

/** What stands in the column `status`. */
export function statusNumber(status: KeptStatus): number {
  return STATUSES.indexOf(status)
}
