import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import pino from 'pino'
import type { AuditEvent } from '../src/domain/audit.ts'
import { MailError } from '../src/domain/delivery.ts'
import { GatehouseError } from '../src/domain/errors.ts'
import { silentMeter } from '../src/domain/meter.ts'
import type { Mail } from '../src/domain/ports/delivery.ts'
import { openAudit } from '../src/audit.ts'
import { openNotices } from '../src/notices.ts'
import { account } from './stores/directories.ts'
import { testClock } from './support/clock.ts'

const ADMINS = Array.from({ length: 120 }, (_, index) =>
  account({ companyId: 'northwind', email: null, username: `ada-${String(index).padStart(3, '0')}@northwind.example` }),
)
const MANDATE = { kind: 'mandate_enabled', companyName: 'Northwind IT', enabledBy: null } as const

/** Notices over these admins, read as a directory gives them, and a mailbox that takes what `takes` lets it. */
function openStage(takes: (mail: Mail) => Promise<void>) {
  const logged: string[] = []
  const trail: AuditEvent[] = []
  const taken: Mail[] = []
  const log = pino({ level: 'warn' }, { write: (line) => void logged.push(line) })
  const clock = testClock()
  const pauses: { ms: number; end: () => void }[] = []
  const append = async (event: AuditEvent) => void trail.push(event)
  const notices = openNotices({
    outgoing: () => ({
      sender: { send: () => Promise.reject(new Error('nobody is told by text here')) },
      mailer: { send: (mail) => takes(mail).then(() => void taken.push(mail)) },
      limits: { mailsPerAccountPerDay: 20, textsPerAccountPerDay: 10, textsPerNumberPerDay: 5 },
      textOf: () => ({ subject: 'Subject', mail: 'Mail', sms: 'Text', language: 'en' }),
    }),
    admins: async (companyId, { after, limit }) =>
      ADMINS.filter((one) => one.companyId === companyId && (after === null || one.username > after)).slice(0, limit),
    quotas: { take: async () => ({ taken: true }) },
    audit: openAudit({ trail: { append } as never, meter: silentMeter, clock, log }),
    clock,
    pause: (ms, signal) =>
      new Promise((resolve) => {
        pauses.push({ ms, end: resolve })
        signal.addEventListener('abort', () => resolve())
      }),
    log,
  })
  /** Ends the pause that a notice makes next, and answers how long it would have been. */
  async function passed(): Promise<number> {
    while (pauses.length === 0) await setImmediate()
    const { ms, end } = pauses.shift()!
    end()
    return ms
  }
  return { notices, logged, trail, taken, pauses, passed }
}

test('every admin is told, page by page, whatever comes of one of them', async () => {
  const { notices, logged, trail, taken } = openStage(async ({ to }) => {
    if (to === ADMINS[60]?.username) throw new GatehouseError('delivery_failed', { kind: 'mail_not_sent' })
  })
  notices.tellAdmins('northwind', MANDATE)
  assert.equal(await notices.settle(5000), 0)
  const expected = ADMINS.map(({ username }) => username).filter((_, index) => index !== 60)
  assert.deepEqual(
    taken.map(({ to }) => to),
    expected,
  )
  assert.equal(trail.length, 120)
  const [failed, ...others] = trail.filter(({ outcome }) => outcome === 'failure')
  assert.deepEqual(others, [])
  assert.equal(failed?.accountId, ADMINS[60]?.id)
  assert.equal(failed?.reason, 'mandate_enabled:email:delivery_failed')
  assert.equal(logged.length, 1)
})

test('whoever stops waits for what is under way, and is told what has not gone out', async () => {
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>()
  const { notices, taken } = openStage(() => held)
  for (const one of ADMINS.slice(0, 3)) notices.tell(one, { kind: 'password_changed', by: 'owner' })
  assert.deepEqual(taken, [], 'nobody waits for it')
  assert.equal(await notices.settle(1), 3)
  letGo()
  assert.equal(await notices.settle(5000), 0)
  assert.equal(taken.length, 3)
  assert.equal(await notices.settle(5000), 0, 'with nothing under way there is nothing to wait for')
})

const BUSY = new MailError(true, new Error('451 try again later'))
const CHANGED = { kind: 'password_changed', by: 'owner' } as const

test('what a mail server does not take just now is sent a while later, with growing pauses, and is one line of the trail', async () => {
  const answers = [BUSY, BUSY, null]
  const { notices, logged, trail, taken, passed } = openStage(async () => {
    const answer = answers.shift()
    if (answer) throw answer
  })
  notices.tell(ADMINS[0]!, CHANGED)
  assert.deepEqual([await passed(), await passed()], [30_000, 120_000])
  while (trail.length === 0) await setImmediate()
  assert.deepEqual(
    trail.map(({ outcome, reason }) => [outcome, reason]),
    [['success', 'password_changed:email']],
  )
  assert.equal(taken.length, 1)
  assert.deepEqual(
    logged.map((line) => (JSON.parse(line) as { againInMs: number }).againInMs),
    [30_000, 120_000],
  )
})

test('after four tries it is given up, and what never passes is tried once', async () => {
  const { notices, trail, passed, pauses } = openStage(() => Promise.reject(BUSY))
  notices.tell(ADMINS[0]!, CHANGED)
  assert.deepEqual([await passed(), await passed(), await passed()], [30_000, 120_000, 600_000])
  while (trail.length === 0) await setImmediate()
  assert.equal(trail[0]?.reason, 'password_changed:email:delivery_failed')

  const refused = openStage(() => Promise.reject(new MailError(false, new Error('550 nobody here'))))
  refused.notices.tell(ADMINS[0]!, CHANGED)
  assert.equal(await refused.notices.settle(5000), 0)
  assert.equal(refused.trail.length, 1)
  assert.deepEqual([pauses.length, refused.pauses.length], [0, 0])
})

test('whoever stops cuts a pause short: one more try, and what is lost stands in log and trail', async () => {
  const { notices, logged, trail, pauses } = openStage(() => Promise.reject(BUSY))
  notices.tell(ADMINS[0]!, CHANGED)
  while (pauses.length === 0) await setImmediate()
  assert.equal(await notices.settle(5000), 0)
  assert.equal(trail[0]?.outcome, 'failure')
  assert.match(logged.at(-1) ?? '', /"tries":2,.*a notice could not be sent"/)
})
