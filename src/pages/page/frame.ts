import type { Language } from '../../domain/language.ts'
import type { Sentence } from '../../domain/sentence.ts'

/** What every page of the gateway is given besides its own facts. */
export interface Frame {
  language: Language
  portalName: string
  /** Whom to ask, as the operator configured it; null hides the line. */
  help: string | null
  /** Name of the account that is signing in or signed in; shown with "Not you?", which signs out. */
  username: string | null
  /** The menu under the person's name; null until they are signed in with all that is owed. */
  menu: Menu | null
}

export interface Menu {
  name: string
  /** Shows what only the company's admins may open (A31). */
  isAdmin: boolean
}

/** What stands beside a field: what is wrong with it, and what to do. */
export interface FieldError {
  field: string
  message: Sentence
}

export interface CountryChoice {
  /** ISO 3166-1 alpha-2. */
  code: string
  name: string
  /** Without the plus: `44`. */
  callingCode: string
}

export interface AppLink {
  name: string
  url: string
}
