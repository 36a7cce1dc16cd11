import type { SentForm, WhyNotKept } from '../../domain/sent-form.ts'
import type { Frame } from './frame.ts'

/** A form that was posted after its session had ended, and can be sent on now. */
export interface ResumePage extends Frame {
  /** Its id. */
  kept: string
  /** This page: a sign-in leads here, when the session has ended once more. */
  next: string
  /** Name of the app. */
  destination: string
  /** The page that it came from. */
  backUrl: string
}

/** The form itself, as the browser posted it, on its way to the app. */
export interface SendOnPage extends Frame, SentForm {
  destination: string
  /** Path and query of the app's address. */
  action: string
}

/** A form that was posted after its session had ended, and is lost. */
export interface SessionEndedPage extends Frame {
  why: WhyNotKept
  destination: string
  /** False where none is known of. */
  hadSession: boolean
  logInUrl: string
}
