import type { EpochMs } from '../domain/account.ts'
import type { Clock } from '../domain/ports/clock.ts'

/** How the configuration files stand against what is in force: for readiness and metrics. */
export interface ReloadStatus {
  /** `faulty` while what stands in the files cannot be put in force; what was in force before them stays. */
  readonly state: 'in_force' | 'faulty'
  /** Since when that is so. */
  readonly since: EpochMs
  /** How many faults the files have; 0 also when a store was out of reach, so that they could not be put in force. */
  readonly faults: number
  /** When the configuration that is in force was put in force. */
  readonly inForceSince: EpochMs
  /** Since the start of the process. */
  readonly accepted: number
  readonly refused: number
}

/** Where each outcome of a reload is noted. */
export interface ReloadRecord {
  /** As it is now: read it anew each time. */
  readonly status: ReloadStatus
  /** What stands in the files is in force; `changed` unless it was before. */
  accept(changed: boolean): void
  refuse(faults: number): void
}

/** The status of a process begins in force: only sound files start it. */
export function openReloadRecord(clock: Clock): ReloadRecord {
  const start = clock.now()
  let status: ReloadStatus = {
    state: 'in_force',
    since: start,
    faults: 0,
    inForceSince: start,
    accepted: 0,
    refused: 0,
  }
  const become = (state: ReloadStatus['state'], changes: Partial<ReloadStatus>): void => {
    const since = status.state === state ? status.since : clock.now()
    status = { ...status, state, since, ...changes }
  }
  return {
    get status() {
      return status
    },
    accept(changed) {
      const inForceSince = changed ? clock.now() : status.inForceSince
      become('in_force', { faults: 0, inForceSince, accepted: status.accepted + 1 })
    },
    refuse: (faults) => become('faulty', { faults, refused: status.refused + 1 }),
  }
}
