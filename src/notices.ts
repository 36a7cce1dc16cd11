import { setMaxListeners } from 'node:events'
import type { Logger } from 'pino'
import type { Audit } from './audit.ts'
import type { Account } from './domain/account.ts'
import type { NoticeFault } from './domain/audit-reason.ts'
import { type AuditOutcome, GATEHOUSE_ACTOR } from './domain/audit.ts'
import { DeliveryError, MailError, mayGoLater } from './domain/delivery.ts'
import { GatehouseError } from './domain/errors.ts'
import { type Notice, type NoticePlace, type NoticeText, placesOf } from './domain/notice.ts'
import type { Clock } from './domain/ports/clock.ts'
import type { Mailer, Sender } from './domain/ports/delivery.ts'
import type { QuotaStore } from './domain/ports/limits.ts'
import type { Asker, Notices } from './domain/ports/notices.ts'
import { type NoticeLimits, noticeQuotas } from './domain/quota.ts'

/** What notices are sent by, under one configuration. */
export interface Outgoing {
  sender: Sender
  /** Null where no mail can be sent. */
  mailer: Mailer | null
  limits: NoticeLimits
  textOf(notice: Notice, about: { account: Account; address: string | null; at: number }): NoticeText
}

export interface OpenNotices extends Notices {
  /** Resolves once all notices have gone out, after `withinMs` at the latest; with how many had not. None waits for another try after it. */
  settle(withinMs: number): Promise<number>
}

/** Where a notice went, and what stood in the way. */
type NoticeWord = NoticePlace['channel'] | `${NoticePlace['channel']}:${NoticeFault}` | 'no_address'

/** Before each further try of a notice that did not go out for a reason that may pass. */
const PAUSES_MS = [30_000, 2 * 60_000, 10 * 60_000]
/** Beyond so many that wait for another try, none more does: they are held in memory. */
const MOST_WAITING = 1000

/** Resolves after so long, or as soon as the signal says. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>

export const timerPause: Pause = async (ms, signal) => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const end = (): void => resolve()
  const timer = setTimeout(end, ms)
  signal.addEventListener('abort', end)
  await promise
  clearTimeout(timer)
  signal.removeEventListener('abort', end)
}

/** One notice on its way to one place. */
interface Sending {
  place: NoticePlace
  account: Account
  notice: Notice
  text: NoticeText
  asker: Asker | null
}

const ADMINS_PER_PAGE = 50

/** Sends notices while whoever caused them has their answer already. Each leaves a line in the audit trail. */
export function openNotices(parts: {
  outgoing: () => Outgoing
  /** Admins of a company who may sign in, those behind a username. */
  admins: (companyId: string, page: { after: string | null; limit: number }) => Promise<Account[]>
  quotas: Pick<QuotaStore, 'take'>
  audit: Audit
  clock: Clock
  pause: Pause
  log: Logger
}): OpenNotices {
  const { outgoing, admins, quotas, audit, clock, pause, log } = parts
  let underWay = 0
  let waiting = 0
  const stopping = new AbortController()
  // Each pause listens, of which there may be as many as may wait.
  setMaxListeners(MOST_WAITING, stopping.signal)
  let settled = Promise.withResolvers<void>()

  /** `work` goes on by itself; the gateway waits for it when it stops. */
  function start(work: () => Promise<void>): void {
    underWay += 1
    work()
      .catch(report)
      .finally(() => {
        underWay -= 1
        if (underWay > 0) return
        settled.resolve()
        settled = Promise.withResolvers()
      })
  }

  function report(error: unknown): void {
    log.error({ err: error }, 'a notice could not be sent, or not be noted')
  }

  async function send(account: Account, notice: Notice, asker: Asker | null): Promise<void> {
    const out = outgoing()
    const places = placesOf(notice, account, { mailGoes: out.mailer !== null })
    const text = out.textOf(notice, { account, at: clock.now(), address: ownAddress(notice, asker) })
    if (places.length === 0) await record(account, notice, asker, { outcome: 'failure', word: 'no_address' })
    for (const place of places) await sendTo(out, { place, account, notice, text, asker })
  }

  async function sendTo(out: Outgoing, one: Sending): Promise<void> {
    const { place, account, asker, notice } = one
    const use = await quotas.take(noticeQuotas(place, account, out.limits), clock.now()).catch((error: unknown) => {
      log.warn({ ...factsOf(one), err: error }, 'a notice could not be sent')
      return { taken: false as const, fault: faultOf(error) }
    })
    if (use.taken) return attempt(one, 0)
    if ('fault' in use)
      return record(account, notice, asker, { outcome: 'failure', word: `${place.channel}:${use.fault}` })
    log.warn({ ...factsOf(one), retryAt: use.retryAt }, 'a notice was not sent: there were too many')
    return record(account, notice, asker, { outcome: 'refused', word: `${place.channel}:too_many` })
  }

  /** Whoever waits for it waits for the first try alone. The trail says what came of the last one. */
  async function attempt(one: Sending, triesBefore: number): Promise<void> {
    const { place, account, asker, notice, text } = one
    try {
      await handOver(outgoing(), place, text)
    } catch (error) {
      const pauseMs = PAUSES_MS[triesBefore]
      if (mayGoLater(error) && pauseMs !== undefined && waiting < MOST_WAITING && !stopping.signal.aborted) {
        log.warn({ ...factsOf(one), err: error, againInMs: pauseMs }, 'a notice could not be sent, and is tried again')
        start(() => later(one, { triesBefore: triesBefore + 1, pauseMs }))
        return
      }
      log.warn({ ...factsOf(one), err: error, tries: triesBefore + 1 }, 'a notice could not be sent')
      return record(account, notice, asker, { outcome: 'failure', word: `${place.channel}:${faultOf(error)}` })
    }
    await record(account, notice, asker, { outcome: 'success', word: place.channel })
  }

  /** A gateway that stops cuts the pause short: the notice has one more try. */
  async function later(
    one: Sending,
    { triesBefore, pauseMs }: { triesBefore: number; pauseMs: number },
  ): Promise<void> {
    waiting += 1
    await pause(pauseMs, stopping.signal).finally(() => {
      waiting -= 1
    })
    await attempt(one, triesBefore)
  }

  function record(
    { id: accountId, companyId }: Account,
    { kind }: Notice,
    asker: Asker | null,
    { outcome, word }: { outcome: AuditOutcome; word: NoticeWord },
  ): Promise<void> {
    const about = { event: 'notice_sent', accountId, companyId, actor: GATEHOUSE_ACTOR } as const
    return audit.record(asker, { ...about, outcome, reason: `${kind}:${word}` })
  }

  async function sendToAdmins(companyId: string, notice: Notice, asker: Asker | null): Promise<void> {
    let after: string | null = null
    for (;;) {
      const page: Account[] = await admins(companyId, { after, limit: ADMINS_PER_PAGE })
      // Whatever comes of one, the others are told.
      for (const admin of page) await send(admin, notice, asker).catch(report)
      after = page.at(-1)?.username ?? null
      if (page.length < ADMINS_PER_PAGE) return
    }
  }

  return {
    tell: (account, notice, asker = null) => start(() => send(account, notice, asker)),
    tellAdmins: (companyId, notice, asker = null) => start(() => sendToAdmins(companyId, notice, asker)),
    async settle(withinMs) {
      stopping.abort()
      if (underWay === 0) return 0
      const { promise: late, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, withinMs)
      await Promise.race([settled.promise, late])
      clearTimeout(timer)
      return underWay
    },
  }
}

function factsOf({ notice, place, account }: Sending): { notice: string; channel: string; accountId: string } {
  return { notice: notice.kind, channel: place.channel, accountId: account.id }
}

async function handOver({ sender, mailer }: Outgoing, place: NoticePlace, text: NoticeText): Promise<void> {
  if (place.channel === 'email') {
    // A reload may have taken it away between two tries.
    if (mailer === null) throw new MailError(false, new Error('no mail server is configured any more'))
    await mailer.send({ to: place.to, subject: text.subject, text: text.mail })
  } else
    await sender.send({
      channel: 'sms',
      to: place.to,
      code: null,
      text: text.sms,
      language: text.language,
      languageIsAsked: true,
    })
}

/** An admin's address is no affair of the account's owner. */
function ownAddress(notice: Notice, asker: Asker | null): string | null {
  const isOwn = notice.kind === 'challenge_failed_after_password' || ('by' in notice && notice.by === 'owner')
  return isOwn ? (asker?.address ?? null) : null
}

function faultOf(error: unknown): NoticeFault {
  if (error instanceof DeliveryError) return error.fault
  const code = error instanceof GatehouseError ? error.code : null
  return code === 'delivery_failed' || code === 'store_unavailable' ? code : 'internal'
}
