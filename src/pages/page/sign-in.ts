import type { ErrorCode } from '../../domain/errors.ts'
import type { Channel, FactorKind } from '../../domain/factor.ts'
import type { Sentence } from '../../domain/sentence.ts'
import type { AppLink, CountryChoice, FieldError, Frame } from './frame.ts'

export interface SignInPage extends Frame {
  /** Kept as it was typed; a password never is. */
  typedUsername: string
  next: string
  /** Name of the app one is going to; null when that is not known. */
  destination: string | null
  error: FieldError | null
  /** Why the sign-in page is shown again: a sentence for the top of the page. */
  notice: 'signed_out' | 'signed_up' | 'expired' | 'kept' | null
}

export interface EnrollPhonePage extends Frame {
  /** Where one was going: comes back with the form, for when the session has ended by then. */
  next: string
  /** Where an authenticator app is set up instead. */
  appUrl: string
  countries: readonly CountryChoice[]
  country: string
  phone: string
  error: FieldError | null
  /** Set when the number is, or may be, no mobile: the box with the two ways on is shown (A8). */
  mayBeNoMobile: { lineType: 'landline' | 'undetermined'; channel: Channel } | null
  reminderOffered: boolean
  /** As the policy has it. */
  reminderLastsMs: number
}

export interface EnrollAppPage extends Frame {
  /** Where one was going: comes back with the form, for when the session has ended by then. */
  next: string
  /** Inline `<svg>`, made by the gateway itself: the one value that is printed unescaped. */
  qrSvg: string
  /** `otpauth://totp/…`, a link that opens the app on a phone. */
  otpauthUrl: string
  /** The key in groups of four. */
  keyGroups: string[]
  error: FieldError | null
  reminderOffered: boolean
  reminderLastsMs: number
}

export interface ChallengePage extends Frame {
  /** Where one was going: comes back with the form, for when the session has ended by then. */
  next: string
  /** `enrollment` is the first code of a number that is being added; `proof` comes before a sensitive change. */
  purpose: 'challenge' | 'enrollment' | 'proof'
  /** Where the code is posted; `/delivery` below it sends another. */
  action: string
  /** Id of what is done once it is proved; null at a sign-in. */
  kept: string | null
  /** Null where there is no going back. */
  cancelUrl: string | null
  by: FactorKind
  /** How and where the last code went; null when none is under way or `by` is `totp`. The number is masked. */
  sent: { channel: Channel; maskedPhone: string } | null
  /** Masked number that "Send again" would reach; null when the account has no phone here. */
  phone: string | null
  /** Seconds until a new code may be sent; 0 when it may be now. */
  resendInSeconds: number
  /** Other factors that the account holds. */
  otherWays: FactorKind[]
  digits: number
  error: FieldError | null
}

export interface EnrolledPage extends Frame {
  by: FactorKind
  maskedPhone: string | null
  /** Names of trusted networks, and how often a challenge is asked for there. */
  trustedNetworks: { networks: string[]; everyMs: number } | null
  next: string
}

export interface NoAccessPage extends Frame {
  appName: string | null
  apps: AppLink[]
}

export interface SignUpPage extends Frame {
  name: string
  /** The username that will sign in. */
  signUpAs: string
  companyName: string
  shortestPassword: number
  error: FieldError | null
}

/** Everything that went wrong and has no page of its own. */
export interface ErrorPage extends Frame {
  status: number
  code: ErrorCode
  message: Sentence
  requestId: string
  /** Where "Try again" leads; null shows no such button. */
  retryUrl: string | null
}
