import type { EpochMs, Role } from '../../domain/account.ts'
import type { FactorKind } from '../../domain/factor.ts'
import type { CountryChoice, FieldError, Frame } from './frame.ts'

export interface EmployeeRow {
  /** Of Edit Employee. */
  url: string
  name: string
  username: string
  role: Role
  /** Masked but for its last two digits. */
  maskedPhone: string | null
  factors: FactorKind[]
  isDisabled: boolean
  /** Nobody has set a password yet. */
  isInvited: boolean
  /** Too many wrong codes: they have to wait, or to be unlocked. */
  isLocked: boolean
  remindedUntil: EpochMs | null
  lastSignIn: EpochMs | null
}

export interface EmployeesPage extends Frame {
  companyName: string
  people: number
  enrolled: number
  /** As it was asked for, so that the form shows it again; empty for nothing. */
  search: string
  status: string
  sort: string
  rows: EmployeeRow[]
  /** Whether so many people match that not all were looked at for this page. */
  isCutShort: boolean
  /** The same people as CSV. */
  exportUrl: string
  /** Null on the first page, and on the last. */
  startUrl: string | null
  nextUrl: string | null
}

export interface EmployeePage extends Frame {
  companyName: string
  /** As it is kept. */
  employee: EmployeeRow
  /** What the fields hold as it is kept: it goes along, so that what nobody changed is left alone. */
  kept: Pick<EmployeePage, 'name' | 'role' | 'deskPhone' | 'cellCountry' | 'cellPhone'>
  /** As it was typed, if it is wrong. */
  name: string
  role: Role
  deskPhone: string
  countries: readonly CountryChoice[]
  cellCountry: string
  cellPhone: string
  error: FieldError | null
  /** Whether one is asked if one really means to be no admin any more. */
  asksToGiveUpAdmin: boolean
  /** What was saved, if anything was just now: what kind of line a new cell phone number is, or else `1`. */
  saved: '1' | 'mobile' | 'landline' | 'undetermined' | null
  /** The step that was confirmed just now. */
  done: EmployeeStep | null
  /** `name` is what its owner calls it, if they do. */
  factors: { kind: FactorKind; name: string | null; since: EpochMs; isProved: boolean }[]
  disabledSince: EpochMs | null
  /** Wrong codes in a row. */
  failures: number
  /** So many wrong codes that only the operator may unlock. */
  isLockedForGood: boolean
  /** What may be done besides, each with where its confirmation is. */
  steps: { kind: EmployeeStep; url: string }[]
  /** Where a link is made for somebody who has not signed up yet; null for everybody else. */
  signUpLinkUrl: string | null
  /** Some of them are not offered for the own account. */
  isSelf: boolean
}

export interface NewEmployeePage extends Frame {
  companyName: string
  /** As it was typed. */
  name: string
  username: string
  role: Role
  countries: readonly CountryChoice[]
  cellCountry: string
  cellPhone: string
  error: FieldError | null
}

export interface SignUpLinkPage extends Frame {
  name: string
  username: string
  url: string
  employeeUrl: string
  /** The link itself, the one time that it is shown. */
  link: string | null
  /** Whether it goes out by mail as well. */
  isMailed: boolean
  /** Of the link in force; null when there is none. */
  validUntil: EpochMs | null
  /** When the next may be made; null for at once. */
  nextAt: EpochMs | null
}

/** What an admin does to an employee after a confirmation. */
export type EmployeeStep = 'unlock' | 'reset_factors' | 'end_sessions' | 'remove_app_credentials' | 'disable' | 'enable'

export interface EmployeeStepPage extends Frame {
  companyName: string
  step: EmployeeStep
  url: string
  employee: EmployeeRow
  isSelf: boolean
  /** Whether there is nothing to confirm, because one may not do it. */
  isRefused: boolean
  error: FieldError | null
}
