import { randomUUID } from 'node:crypto'
import { generateSecret, generateURI, verifySync } from 'otplib'
import type { EpochMs } from '../domain/account.ts'
import type { TotpFactor } from '../domain/factor.ts'
import { normaliseCode } from '../domain/one-time-code.ts'
import type { AccountStore } from '../domain/ports/accounts.ts'
import type { Clock } from '../domain/ports/clock.ts'
import type { FailureStore } from '../domain/ports/limits.ts'
import type { Secrets } from '../domain/ports/secrets.ts'
import { qrSvg } from './qr-code.ts'

/** What every authenticator app takes without asking (RFC 6238 §5, RFC 4226 §4). */
const KEY_BYTES = 20
const DIGITS = 6
const STEP_SECONDS = 30

const KEY = 'totp-key'

export type TotpCheck =
  | { kind: 'right'; timeStep: number }
  | { kind: 'wrong' }
  /** Too many failures in a row at this account, whatever the factor. */
  | { kind: 'wait'; retryAt: EpochMs }

export interface Totp {
  /** A new 160-bit key, sealed to the id of the factor that it may become. */
  newEnrollment(accountId: string): { factorId: string; sealedKey: string }
  /** The key as apps take it: as a link or QR code, and in groups of four to type. */
  describe(sealedKey: string, factorId: string, username: string): { otpauthUrl: string; keyGroups: string[] }
  qrSvg(otpauthUrl: string): Promise<string>
  /** The first code of a key that is being enrolled. `timeStep` is used up by it: activate the factor with it. */
  proveEnrollment(attempt: {
    accountId: string
    factorId: string
    sealedKey: string
    typed: string
  }): Promise<TotpCheck>
  /**
   * A code of any of the account's apps: one try, however many there are. No time step of an app is answered `right`
   * twice, in whatever process (R5).
   */
  check(accountId: string, factors: TotpFactor[], typed: string): Promise<TotpCheck>
}

export interface TotpOptions {
  accounts: Pick<AccountStore, 'useTimeStep'>
  failures: FailureStore
  secrets: Secrets
  clock: Clock
  /** The portal's name, as the app lists it. */
  issuer: string
}

/** Authenticator apps (RFC 6238), one step of skew either side (R5). */
export function openTotp({ accounts, failures, secrets, clock, issuer }: TotpOptions): Totp {
  /** Counts the try, then looks at it. */
  async function attempt(accountId: string, typed: string, candidates: Candidate[]): Promise<TotpCheck> {
    const token = normaliseCode(typed, DIGITS)
    if (token === null) return { kind: 'wrong' }
    const turn = await failures.begin(accountId, clock.now())
    if (!turn.allowed) return { kind: 'wait', retryAt: turn.retryAt }
    for (const { sealedKey, factorId, afterTimeStep, claim } of candidates) {
      const key = secrets.open(KEY, sealedKey, factorId)
      const timeStep = matchingTimeStep(key, token, clock.now(), afterTimeStep)
      if (timeStep === null || !(await claim(timeStep))) continue
      await failures.clear(accountId)
      return { kind: 'right', timeStep }
    }
    return { kind: 'wrong' }
  }

  return {
    newEnrollment() {
      const factorId = randomUUID()
      return { factorId, sealedKey: secrets.seal(KEY, generateSecret({ length: KEY_BYTES }), factorId) }
    },

    describe(sealedKey, factorId, username) {
      const secret = secrets.open(KEY, sealedKey, factorId)
      // A colon would end the issuer's part of the label (Key URI format), and otplib leaves it in.
      const otpauthUrl = generateURI({ issuer: withoutColons(issuer), label: withoutColons(username), secret })
      return { otpauthUrl, keyGroups: secret.match(/.{1,4}/g) ?? [] }
    },

    qrSvg,

    proveEnrollment({ accountId, factorId, sealedKey, typed }) {
      // Nothing is claimed here: a factor is activated once, and takes this step as its newest.
      const claim = (): Promise<boolean> => Promise.resolve(true)
      return attempt(accountId, typed, [{ factorId, sealedKey, afterTimeStep: 0, claim }])
    },

    check(accountId, factors, typed) {
      const candidates = factors.map(({ id, sealedKey, lastTimeStep }) => ({
        factorId: id,
        sealedKey,
        afterTimeStep: lastTimeStep,
        claim: (timeStep: number) => accounts.useTimeStep(id, timeStep),
      }))
      return attempt(accountId, typed, candidates)
    },
  }
}

/** A key that a code may come from. */
interface Candidate {
  factorId: string
  sealedKey: string
  afterTimeStep: number
  /** Uses the time step up, once. */
  claim: (timeStep: number) => Promise<boolean>
}

/** The time step that the code belongs to: the current one or a neighbour, and newer than `afterTimeStep`; else null. */
function matchingTimeStep(secret: string, token: string, now: EpochMs, afterTimeStep: number): number | null {
  const epoch = Math.floor(now / 1000)
  // otplib throws where no step could be new enough, as after a clock that was ahead was put right.
  if (afterTimeStep > Math.floor(epoch / STEP_SECONDS) + 1) return null
  const result = verifySync({ strategy: 'totp', secret, token, epoch, epochTolerance: STEP_SECONDS, afterTimeStep })
  return result.valid && 'timeStep' in result ? result.timeStep : null
}

function withoutColons(text: string): string {
  return text.replaceAll(':', ' ')
}
