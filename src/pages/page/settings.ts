import type { EpochMs } from '../../domain/account.ts'
import type { Activity } from '../../domain/activity.ts'
import type { Language } from '../../domain/language.ts'
import type { Place } from '../../domain/place.ts'
import type { AppLink, FieldError, Frame } from './frame.ts'
import type { EnrollAppPage, EnrollPhonePage } from './sign-in.ts'

export interface SettingsPage extends Frame {
  /** What was done just now. */
  done:
    | 'profile'
    | 'password'
    | 'phone_changed'
    | 'phone_removed'
    | 'number_removed'
    | 'app_added'
    | 'app_renamed'
    | 'app_removed'
    | 'credential_set'
    | 'credential_removed'
    | 'session_ended'
    | 'sessions_ended'
    | null
  error: FieldError | null
  personName: string
  /** As it was typed, if it is wrong. */
  name: string
  /** What codes and notices are written in, and what they may be. */
  messagesIn: Language
  languages: { code: Language; name: string }[]
  companyName: string
  apps: AppLink[]
  /** Apps that ask for a name and password of their own; `setAt` is null where none was put in yet. */
  /** `isAsked`: whether the app asks for it, or it can only be removed. */
  credentials: { url: string; appName: string; setAt: EpochMs | null; isAsked: boolean }[]
  /** The number that codes go to; null where there is none. */
  phone: { maskedPhone: string; isProved: boolean } | null
  /** The number that is kept with the account while codes go to none. */
  numberOnFile: string | null
  /** Authenticator apps. */
  authenticators: { url: string; name: string | null; since: EpochMs }[]
  mayAddApp: boolean
  isEnrolled: boolean
  /** In characters. */
  shortestPassword: number
  sessions: OwnSession[]
  activity: (Omit<Activity, 'address'> & { from: From | null })[]
}

/** An address, and what is known of it. */
export interface From {
  address: string
  place: Place
}

/** One place where the account is signed in. */
export interface OwnSession {
  handle: string
  isThis: boolean
  browser: string | null
  system: string | null
  from: From
  since: EpochMs
  lastUsedAt: EpochMs
}

/** One authenticator app of one's own. */
export interface OwnAppPage extends Frame {
  url: string
  /** As it is kept; null until it was given one. */
  appName: string | null
  since: EpochMs
  /** As it was typed, if it is wrong. */
  name: string
  mayRemove: boolean
  /** Whether the account is left without a factor. */
  isLast: boolean
  error: FieldError | null
}

/** What one signs in to an app with. */
export interface OwnCredentialPage extends Frame {
  appName: string
  /** Null where nothing was put in yet. */
  setAt: EpochMs | null
  /** Whether the app asks for it, or what was put in can only be removed. */
  isAsked: boolean
  /** Where it leads from here. */
  next: string
  /** As it was typed, if something is wrong. */
  username: string
  error: FieldError | null
}

/** Another authenticator app, before its first code. */
export type NewAppPage = Omit<EnrollAppPage, 'next' | 'reminderOffered' | 'reminderLastsMs'> & {
  /** What it is to be called, as it was typed. */
  name: string
}

/** One's own number: another one, or none. */
export type OwnPhonePage = Omit<EnrollPhonePage, 'next' | 'reminderOffered' | 'reminderLastsMs'> & {
  /** The present one; null where there is none. */
  maskedPhone: string | null
  mayRemove: boolean
  isLast: boolean
}
