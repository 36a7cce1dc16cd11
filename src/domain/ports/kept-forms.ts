import type { EpochMs } from '../account.ts'

/** A form that was posted and waits until its person has proved who they are. */
export interface KeptForm {
  id: string
  /** Keyed hash of what only the browser that posted it holds. */
  holderHash: string
  /** What was posted, encrypted: it may hold a new password. */
  sealed: string
  expiresAt: EpochMs
}

export interface KeptFormStore {
  /** Keeps it in place of the one that the same holder had before. */
  keep(form: KeptForm): Promise<void>
  /** Null when there is none, or it waited too long. */
  find(key: KeptFormKey, now: EpochMs): Promise<KeptForm | null>
  /** The same, and removes it: one caller gets it, however many ask at once. */
  take(key: KeptFormKey, now: EpochMs): Promise<KeptForm | null>
}

export type KeptFormKey = Pick<KeptForm, 'id' | 'holderHash'>
