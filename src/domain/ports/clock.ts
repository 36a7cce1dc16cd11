import type { EpochMs } from '../account.ts'

export interface Clock {
  now(): EpochMs
}
