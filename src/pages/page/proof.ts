import type { FieldError, Frame } from './frame.ts'

/** The password, once more. */
export interface ProofPage extends Frame {
  /** Id of what is done once it is proved. */
  kept: string
  /** The page that the person came from: "Cancel" leads there, and a sign-in, when the session has ended. */
  next: string
  /** Whether a factor is asked for after it. */
  asksForFactor: boolean
  error: FieldError | null
}

export interface NothingWaitsPage extends Frame {
  backUrl: string
}
