import type { Logger } from 'pino'
import type { Audit } from './audit.ts'
import type { Account } from './domain/account.ts'
import type { NoticeFault } from './domain/audit-reason.ts'
import { type AuditOutcome, GATEHOUSE_ACTOR } from './domain/audit.ts'
import { DeliveryError } from './domain/delivery.ts'
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
  /** Resolves once all notices have gone out, after `withinMs` at the latest; with how many had not. */
  settle(withinMs: number): Promise<number>
}

/** Where a notice went, and what stood in the way. */
type NoticeWord = NoticePlace['channel'] | `${NoticePlace['channel']}:${NoticeFault}` | 'no_address'

const ADMINS_PER_PAGE = 50

/** Sends notices while whoever caused them has their answer already. Each leaves a line in the audit trail. */
export function openNotices(parts: {
  outgoing: () => Outgoing
  /** Admins of a company who may sign in, those behind a username. */
  admins: (companyId: string, page: { after: string | null; limit: number }) => Promise<Account[]>
  quotas: Pick<QuotaStore, 'take'>
  audit: Audit
  clock: Clock
  log: Logger
}): OpenNotices {
  const { outgoing, admins, quotas, audit, clock, log } = parts
  let underWay = 0
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
    for (const place of places) {
      const { outcome, fault } = await sendTo(out, place, { account, notice, text })
      const word = fault === null ? place.channel : (`${place.channel}:${fault}` as const)
      await record(account, notice, asker, { outcome, word })
    }
  }

  async function sendTo(
    out: Outgoing,
    place: NoticePlace,
    { account, notice, text }: { account: Account; notice: Notice; text: NoticeText },
  ): Promise<{ outcome: AuditOutcome; fault: NoticeFault | null }> {
    const about = { notice: notice.kind, channel: place.channel, accountId: account.id }
    try {
      const use = await quotas.take(noticeQuotas(place, account, out.limits), clock.now())
      if (!use.taken) {
        log.warn({ ...about, retryAt: use.retryAt }, 'a notice was not sent: there were too many')
        return { outcome: 'refused', fault: 'too_many' }
      }
      await handOver(out, place, text)
      return { outcome: 'success', fault: null }
    } catch (error) {
      log.warn({ ...about, err: error }, 'a notice could not be sent')
      return { outcome: 'failure', fault: faultOf(error) }
    }
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
      if (underWay === 0) return 0
      const { promise: late, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, withinMs)
      await Promise.race([settled.promise, late])
      clearTimeout(timer)
      return underWay
    },
  }
}

async function handOver({ sender, mailer }: Outgoing, place: NoticePlace, text: NoticeText): Promise<void> {
  if (place.channel === 'email') await mailer?.send({ to: place.to, subject: text.subject, text: text.mail })
  else
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
