import assert from 'node:assert/strict'
import { test } from 'node:test'
import pino from 'pino'
import type { AuditEvent } from '../src/domain/audit.ts'
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
    log,
  })
  return { notices, logged, trail, taken }
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
