import { randomInt, randomUUID } from 'node:crypto'
import type { EpochMs } from '../domain/account.ts'
import { type CodeOutcome, DeliveryError, type Receipt } from '../domain/delivery.ts'
import type { Channel } from '../domain/factor.ts'
import type { Language } from '../domain/language.ts'
import { normaliseCode } from '../domain/one-time-code.ts'
import type { E164 } from '../domain/phone.ts'
import type { Clock } from '../domain/ports/clock.ts'
import type { CodeRecord, CodeStore, LookupTurn, SendLimit, SendLimits } from '../domain/ports/codes.ts'
import type { Sender } from '../domain/ports/delivery.ts'
import type { FailureStore } from '../domain/ports/limits.ts'
import type { Secrets } from '../domain/ports/secrets.ts'
import { codeText } from '../languages/code-text.ts'

/** What a code is bound to: it is right nowhere else (R2). */
export interface CodeBinding {
  accountId: string
  sessionId: string
  purpose: CodeRecord['purpose']
}

export type SendResult =
  | { sent: true; codeId: string; at: EpochMs; receipt: Receipt }
  | { sent: false; limit: SendLimit; retryAt: EpochMs }

export type CodeCheck =
  /** `phone` is the number that the code was sent to, and so the one that it proves. */
  | { kind: 'right'; phone: E164 }
  /** `triesLeft` is missing when what was typed can be no code: that costs no try. */
  | { kind: 'wrong'; triesLeft?: number }
  | { kind: 'used_up' }
  | { kind: 'expired' }
  /** Too many failures in a row at this account, whatever the code. */
  | { kind: 'wait'; retryAt: EpochMs }
  /** Used, ended by a newer code, or bound to something else. */
  | { kind: 'unknown' }

export interface CodeToSend {
  channel: Channel
  phone: E164
  /** Whose number it is: ISO 3166-1 alpha-2. */
  country: string
  /** Canonical client address of whoever asks. */
  address: string
  portalName: string
  /** Of the account; null where it has none, and the message is in the configured one. */
  language: Language | null
}

export interface OneTimeCodes {
  /**
   * Sends a new code, which ends every earlier one of the account. Rejects with a DeliveryError when it
   * could not be delivered; it is then ended as well, and counts as sent only if a carrier was out of time or out of order.
   */
  send(message: CodeBinding & CodeToSend): Promise<SendResult>
  /** Counts a question what kind of line a number is: none is asked about to which a code would not be sent. */
  beginLookup(attempt: CodeBinding & Pick<CodeToSend, 'phone' | 'country' | 'address'>): Promise<LookupTurn>
  /** The channels by which codes of this session to this number failed while one sent then could still be used. */
  failedChannels(binding: Omit<CodeBinding, 'purpose'> & { phone: E164 }): Promise<Channel[]>
  /** Tries a code. Exactly one caller is answered `right` for one code, however many ask at once (A13). */
  check(attempt: CodeBinding & { codeId: string; typed: string }): Promise<CodeCheck>
}

export interface OneTimeCodeOptions {
  codes: CodeStore
  failures: FailureStore
  secrets: Secrets
  sender: Sender
  clock: Clock
  /** Told when a carrier could not be told what came of its code. */
  report: (cause: unknown) => void
  /** Told once a day that the budget is nearly, or wholly, used up. */
  alert: (budget: 'near' | 'used_up') => void
  settings: { digits: number; lifeMs: number; tries: number } & SendLimits
  /** Of messages to accounts that have none. */
  defaultLanguage: Language
  /** Host name for the line by which browsers fill a code in; null where the site is not https. */
  host: string | null
  /** A whole number from 0 up to, and without, `below`, from a CSPRNG. */
  randomness?: (below: number) => number
}

const CODE = 'one-time-code'
const SESSION = 'one-time-code-session'

/** One-time codes over SMS and voice: out-of-band secrets of NIST SP 800-63B-4 §3.1.3. */
export function openOneTimeCodes(options: OneTimeCodeOptions): OneTimeCodes {
  const { codes, failures, secrets, sender, clock, report, settings, host } = options
  const randomness = options.randomness ?? ((below) => randomInt(below))

  async function send(message: Parameters<OneTimeCodes['send']>[0]): Promise<SendResult> {
    const code = newCode(settings.digits, randomness)
    const record = recordOf(message, code)
    // Stored before it is sent: the limits hold for sends that overlap, too.
    const issue = await codes.issue(record, settings)
    if (!issue.issued) return { sent: false, limit: issue.limit, retryAt: issue.retryAt }
    if (issue.budget !== undefined) options.alert(issue.budget)
    const receipt = await deliver(record, code, message)
    await codes.keepReceipt(record.id, receipt)
    return { sent: true, codeId: record.id, at: record.issuedAt, receipt }
  }

  function beginLookup(attempt: Parameters<OneTimeCodes['beginLookup']>[0]): Promise<LookupTurn> {
    const { accountId, sessionId, purpose, phone, country, address } = attempt
    const sessionHash = secrets.keyedHash(SESSION, sessionId)
    return codes.beginLookup(
      { accountId, sessionHash, purpose, phone, country, address, issuedAt: clock.now() },
      settings,
    )
  }

  function failedChannels({
    accountId,
    sessionId,
    phone,
  }: Parameters<OneTimeCodes['failedChannels']>[0]): Promise<Channel[]> {
    const sessionHash = secrets.keyedHash(SESSION, sessionId)
    return codes.failedChannels({ accountId, sessionHash, phone }, clock.now() - settings.lifeMs)
  }

  async function check({ codeId, typed, ...binding }: Parameters<OneTimeCodes['check']>[0]): Promise<CodeCheck> {
    const code = normaliseCode(typed, settings.digits)
    // Decided by what was typed alone, so it tells nothing about the code.
    if (code === null) return { kind: 'wrong' }

    const turn = await failures.begin(binding.accountId, clock.now())
    if (!turn.allowed) return { kind: 'wait', retryAt: turn.retryAt }
    const counted = await codes.countTry(codeId, clock.now())
    if (counted.kind === 'no_tries_left') return { kind: 'used_up' }
    if (counted.kind !== 'counted') return { kind: counted.kind }

    const { record } = counted
    if (!isBoundTo(record, binding)) return { kind: 'unknown' }
    if (!secrets.matchesKeyedHash(CODE, boundValue(binding, code), record.codeHash)) {
      if (record.triesLeft > 0) return { kind: 'wrong', triesLeft: record.triesLeft }
      void tellCarrier(codeId, 'failed')
      return { kind: 'used_up' }
    }
    if (!(await codes.use(codeId, clock.now()))) return { kind: 'unknown' }
    void tellCarrier(codeId, 'proved')
    await failures.clear(binding.accountId)
    return { kind: 'right', phone: record.phone }
  }

  function recordOf(message: CodeBinding & CodeToSend, code: string): CodeRecord {
    const { accountId, sessionId, purpose, channel, phone, address, country } = message
    const issuedAt = clock.now()
    return {
      id: randomUUID(),
      accountId,
      sessionHash: secrets.keyedHash(SESSION, sessionId),
      purpose,
      channel,
      phone,
      codeHash: secrets.keyedHash(CODE, boundValue(message, code)),
      issuedAt,
      expiresAt: issuedAt + settings.lifeMs,
      triesLeft: settings.tries,
      address,
      country,
    }
  }

  async function deliver({ id, channel, phone: to }: CodeRecord, code: string, asked: CodeToSend): Promise<Receipt> {
    const language = asked.language ?? options.defaultLanguage
    const text = codeText({ channel, code, portalName: asked.portalName, lifeMs: settings.lifeMs, host, language })
    const languageIsAsked = asked.language !== null
    try {
      return await sender.send({ channel, to, code, text, language, languageIsAsked })
    } catch (failure) {
      const withdrawal = await codes.withdraw(id, mayHaveBeenSent(failure)).then(
        () => [],
        (cause: unknown) => [cause],
      )
      throw undelivered([failure, ...withdrawal])
    }
  }

  /** Nobody waits for this, and it fails nobody: a carrier that hears nothing works as before. */
  async function tellCarrier(codeId: string, outcome: CodeOutcome): Promise<void> {
    if (sender.outcome === undefined) return
    try {
      const receipt = await codes.receipt(codeId)
      if (receipt !== null) await sender.outcome(receipt, outcome)
    } catch (cause) {
      report(cause)
    }
  }

  function isBoundTo(record: CodeRecord, { accountId, sessionId, purpose }: CodeBinding): boolean {
    const sameSession = secrets.matchesKeyedHash(SESSION, sessionId, record.sessionHash)
    return sameSession && record.accountId === accountId && record.purpose === purpose
  }

  return { send, beginLookup, failedChannels, check }
}

/** Whoever gave no answer may have sent it all the same. */
function mayHaveBeenSent(failure: unknown): boolean {
  return !(failure instanceof DeliveryError) || failure.attempts.some(({ fault }) => fault === 'vendor_unavailable')
}

function newCode(digits: number, randomness: (below: number) => number): string {
  return String(randomness(10 ** digits)).padStart(digits, '0')
}

/** As JSON, so that no two bindings run together into the same text. */
function boundValue({ accountId, sessionId, purpose }: CodeBinding, code: string): string {
  return JSON.stringify([accountId, sessionId, purpose, code])
}

function undelivered(causes: unknown[]): DeliveryError {
  const [failure] = causes
  const known = failure instanceof DeliveryError ? failure : null
  if (known !== null && causes.length === 1) return known
  const attempts = known?.attempts ?? []
  const last = attempts.at(-1) ?? { carrier: 'unknown', fault: 'vendor_unavailable' }
  return new DeliveryError([...attempts.slice(0, -1), last], new AggregateError(causes))
}
