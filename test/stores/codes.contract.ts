import assert from 'node:assert/strict'
import { randomInt, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { CodeRecord, SendLimits } from '../../src/domain/ports/codes.ts'
import { atOnce, company, newAccount, NOW, type Stage } from './directories.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const LIMITS: SendLimits = {
  cooldownMs: 30 * SECOND,
  refusedPerAccountPerHour: 5,
  perNumberPerHour: 5,
  perAccountPerDay: 20,
  lookupsPerAccountPerHour: 20,
  perAddressPerHour: 1e6,
  perPrefixPerHour: 1e6,
  perCompanyPerHour: 1e6,
  perCountryPerDay: null,
  perDay: 1e6,
}
const NO_COOLDOWN = { ...LIMITS, cooldownMs: 0 }

/** What every CodeStore does. */
export function codeStoreContract(stage: () => Stage): void {
  let daysBegun = 0
  /** Each test of what is counted by day has one of its own. */
  const nextDay = () => NOW + 10 * ++daysBegun * DAY

  test('a code is kept as it was issued', async () => {
    const { codes } = stage().directory
    const code = record(await newAccount(stage().directory))
    assert.deepEqual(await codes.issue(code, LIMITS), { issued: true })
    assert.deepEqual(await codes.countTry(code.id, NOW), { kind: 'counted', record: { ...code, triesLeft: 4 } })
  })

  test('A11 · a new code ends the old one', async () => {
    const { codes } = stage().directory
    const maria = await newAccount(stage().directory)
    const [old, fresh] = [record(maria), record(maria, { issuedAt: NOW + MINUTE })]
    await codes.issue(old, LIMITS)
    await codes.issue(fresh, LIMITS)
    assert.deepEqual(await codes.countTry(old.id, NOW + MINUTE), { kind: 'unknown' })
    assert.equal(await codes.use(old.id, NOW + MINUTE), false)
    assert.equal(await codes.use(fresh.id, NOW + MINUTE), true)
  })

  test('A11 · the cooldown holds for a number in the session where the last code was sent, to the millisecond', async () => {
    const { codes } = stage().directory
    const maria = await newAccount(stage().directory)
    const phone = number()
    await codes.issue(record(maria, { phone }), LIMITS)
    const early = record(maria, { phone, issuedAt: NOW + 30 * SECOND - 1 })
    assert.deepEqual(await codes.issue(early, LIMITS), {
      issued: false,
      limit: 'cooldown',
      retryAt: NOW + 30 * SECOND,
    })
    const elsewhere = record(maria, { phone, issuedAt: NOW + 1, sessionHash: 'another session' })
    assert.deepEqual(await codes.issue(elsewhere, LIMITS), { issued: true })
    const other = record(maria, { issuedAt: NOW + 2 })
    assert.deepEqual(await codes.issue(other, LIMITS), { issued: true }, 'a mistyped number is put right at once')
    const late = record(maria, { phone, issuedAt: NOW + 30 * SECOND })
    assert.deepEqual(await codes.issue(late, LIMITS), { issued: true })
  })

  test('a code that is refused ends nothing', async () => {
    const { codes } = stage().directory
    const maria = await newAccount(stage().directory)
    const phone = number()
    const first = record(maria, { phone })
    await codes.issue(first, LIMITS)
    await codes.issue(record(maria, { phone, issuedAt: NOW + 1 }), LIMITS)
    assert.equal(await codes.use(first.id, NOW + 2), true)
  })

  test('R6 · five codes an hour to a number that is being enrolled, whoever asks for them', async () => {
    const { codes } = stage().directory
    const phone = number()
    for (let sent = 0; sent < 5; sent++) {
      const code = record(await newAccount(stage().directory), {
        phone,
        purpose: 'enrollment',
        issuedAt: NOW + sent * MINUTE,
      })
      assert.deepEqual(await codes.issue(code, LIMITS), { issued: true })
    }
    const dora = await newAccount(stage().directory)
    assert.deepEqual(
      await codes.issue(record(dora, { phone, purpose: 'enrollment', issuedAt: NOW + HOUR - 1 }), LIMITS),
      {
        issued: false,
        limit: 'number',
        retryAt: NOW + HOUR,
      },
    )
    assert.deepEqual(await codes.issue(record(dora, { issuedAt: NOW + HOUR - 1 }), LIMITS), { issued: true })
    assert.deepEqual(
      await codes.issue(record(dora, { phone, purpose: 'enrollment', issuedAt: NOW + HOUR }), NO_COOLDOWN),
      { issued: true },
    )
    const owner = record(dora, { phone, sessionHash: 'elsewhere', issuedAt: NOW + HOUR })
    assert.deepEqual(await codes.issue(owner, LIMITS), { issued: true }, 'nobody else uses up what its owner is sent')
  })

  test('R6 · twenty codes a day for one account, whatever the number', async () => {
    const { codes } = stage().directory
    const maria = await newAccount(stage().directory)
    for (let sent = 0; sent < 20; sent++) {
      const code = record(maria, { phone: number(), issuedAt: NOW + sent * MINUTE })
      assert.deepEqual(await codes.issue(code, LIMITS), { issued: true })
    }
    assert.deepEqual(await codes.issue(record(maria, { phone: number(), issuedAt: NOW + DAY - 1 }), LIMITS), {
      issued: false,
      limit: 'account',
      retryAt: NOW + DAY,
    })
    assert.deepEqual(await codes.issue(record(maria, { issuedAt: NOW + DAY }), LIMITS), { issued: true })
  })

  test('a limit of none sends nothing', async () => {
    const { codes } = stage().directory
    const code = record(await newAccount(stage().directory))
    const answer = await codes.issue(code, { ...LIMITS, perNumberPerHour: 0 })
    assert.deepEqual(answer, { issued: false, limit: 'number', retryAt: NOW + HOUR })
  })

  test('codes that were proved or withdrawn do not count as sent, and replaced ones do', async () => {
    const { codes } = stage().directory
    const maria = await newAccount(stage().directory)
    const phone = number()
    const limits = { ...NO_COOLDOWN, perNumberPerHour: 2 }
    const [proved, withdrawn, replaced, last] = [0, 1, 2, 3].map((at) => record(maria, { phone, issuedAt: NOW + at }))
    assert.ok(proved && withdrawn && replaced && last)
    await codes.issue(proved, limits)
    assert.equal(await codes.use(proved.id, NOW), true)
    await codes.issue(withdrawn, limits)
    await codes.withdraw(withdrawn.id, false)
    assert.deepEqual(await codes.issue(replaced, limits), { issued: true })
    assert.deepEqual(await codes.issue(last, limits), { issued: true })
    const more = await codes.issue(record(maria, { phone, issuedAt: NOW + 4 }), limits)
    assert.deepEqual(more, { issued: false, limit: 'number', retryAt: NOW + 2 + HOUR })
  })

  test('a withdrawn code is dead and leaves no cooldown; a used one stays used and leaves one', async () => {
    const { codes } = stage().directory
    const maria = await newAccount(stage().directory)
    const phone = number()
    const lost = record(maria, { phone })
    await codes.issue(lost, LIMITS)
    await codes.withdraw(lost.id, false)
    assert.deepEqual(await codes.countTry(lost.id, NOW), { kind: 'unknown' })
    assert.equal(await codes.use(lost.id, NOW), false)
    const next = record(maria, { phone })
    assert.deepEqual(await codes.issue(next, LIMITS), { issued: true })
    assert.equal(await codes.use(next.id, NOW), true)
    await codes.withdraw(next.id, false)
    assert.equal((await codes.issue(record(maria, { phone }), LIMITS)).issued, false)
  })

  test('R6 · a code that may have been sent is dead and counts as sent, though it leaves no cooldown', async () => {
    const { codes } = stage().directory
    const maria = await newAccount(stage().directory)
    const phone = number()
    const limits = { ...LIMITS, perNumberPerHour: 2 }
    for (const at of [0, 1]) {
      const lost = record(maria, { phone, issuedAt: NOW + at })
      assert.deepEqual(await codes.issue(lost, limits), { issued: true })
      await codes.withdraw(lost.id, true)
      assert.equal(await codes.use(lost.id, NOW + at), false)
    }
    const more = await codes.issue(record(maria, { phone, issuedAt: NOW + 2 }), limits)
    assert.deepEqual(more, { issued: false, limit: 'number', retryAt: NOW + HOUR })
  })

  test('R6 · five refused codes an hour for one account, whatever the number, and no more carriers are asked', async () => {
    const { codes } = stage().directory
    const maria = await newAccount(stage().directory)
    for (let asked = 0; asked < 5; asked++) {
      const refused = record(maria, { issuedAt: NOW + asked })
      assert.deepEqual(await codes.issue(refused, LIMITS), { issued: true })
      await codes.withdraw(refused.id, false)
    }
    const more = await codes.issue(record(maria, { issuedAt: NOW + HOUR - 1 }), LIMITS)
    assert.deepEqual(more, { issued: false, limit: 'refused', retryAt: NOW + HOUR })
    assert.deepEqual(await codes.issue(record(maria, { issuedAt: NOW + HOUR }), LIMITS), { issued: true })
  })

  test('which channels failed is known of one session and one number, for as long as is asked', async () => {
    const { codes } = stage().directory
    const maria = await newAccount(stage().directory)
    const phone = number()
    const sms = record(maria, { phone })
    const call = record(maria, { phone, channel: 'call', issuedAt: NOW + 1 })
    for (const code of [sms, call]) {
      await codes.issue(code, LIMITS)
      await codes.withdraw(code.id, code === call)
    }
    assert.deepEqual((await codes.failedChannels(sms, NOW - 1)).toSorted(), ['call', 'sms'])
    assert.deepEqual(await codes.failedChannels(sms, NOW), ['call'])
    assert.deepEqual(await codes.failedChannels({ ...sms, sessionHash: 'another' }, NOW - 1), [])
    assert.deepEqual(await codes.failedChannels(record(maria), NOW - 1), [])
  })

  const unproved = (person: { id: string }, changes: Partial<CodeRecord> = {}): CodeRecord =>
    record(person, { purpose: 'enrollment', ...changes })

  for (const [limit, changes, limits] of [
    ['address', () => ({ address: '198.51.100.7' }), { perAddressPerHour: 3 }],
    ['prefix', () => ({ phone: `+44740099${randomInt(1e3, 1e4)}` }), { perPrefixPerHour: 3 }],
    ['company', () => ({}), { perCompanyPerHour: 3 }],
  ] as const) {
    test(`R6 · the limit per ${limit} holds when many ask at once; only codes to numbers not yet proved count, and one that is proved is given back`, async () => {
      const { codes } = stage().directory
      const at = nextDay()
      const employer = company()
      const people = await atOnce(12, () => newAccount(stage().directory, employer))
      const mine = { ...LIMITS, ...limits }
      const records = people.map((person) => unproved(person, { ...changes(), issuedAt: at }))
      const answers = await Promise.all(records.map((one) => codes.issue(one, mine)))
      const issued = records.filter((_one, index) => answers[index]?.issued)
      assert.equal(issued.length, 3)
      const refused = answers.find((answer) => !answer.issued)
      assert.deepEqual(refused, { issued: false, limit, retryAt: at + HOUR })

      const [maria] = people
      assert.ok(maria)
      const own = record(maria, { ...changes(), issuedAt: at })
      assert.deepEqual(await codes.issue(own, mine), { issued: true }, 'a number that is proved')
      const live = issued.find(({ accountId }) => accountId !== maria.id)
      assert.ok(live)
      assert.equal(await codes.use(live.id, at), true)
      const more = () => codes.issue(unproved(maria, { ...changes(), issuedAt: at }), mine)
      assert.deepEqual(await more(), { issued: true })
      assert.deepEqual(await more(), { issued: false, limit, retryAt: at + HOUR })
    })
  }

  test('R6 · the budget of a day holds when many ask at once, is reported once, and is new the next day; what was refused is given back', async () => {
    const { codes } = stage().directory
    const at = nextDay()
    const employer = company()
    const people = await atOnce(14, () => newAccount(stage().directory, employer))
    const limits = { ...LIMITS, perDay: 10 }
    const records = people.map((person) => record(person, { issuedAt: at }))
    const answers = await Promise.all(records.map((one) => codes.issue(one, limits)))
    assert.equal(answers.filter(({ issued }) => issued).length, 10)
    const reports = answers.flatMap((answer) => (answer.issued && answer.budget ? [answer.budget] : []))
    assert.deepEqual(reports.toSorted(), ['near', 'used_up'])
    const tomorrow = (Math.floor(at / DAY) + 1) * DAY
    assert.deepEqual(
      answers.find((answer) => !answer.issued),
      { issued: false, limit: 'budget', retryAt: tomorrow },
    )
    assert.equal(await codes.sentInDay(at), 10)

    const sent = records.filter((_one, index) => answers[index]?.issued)
    await codes.withdraw(sent[0]?.id ?? '', false)
    await codes.withdraw(sent[1]?.id ?? '', true)
    assert.equal(await codes.sentInDay(at), 9, 'what may have been sent counts')
    const [maria] = people
    assert.ok(maria)
    assert.equal((await codes.issue(record(maria, { issuedAt: tomorrow }), limits)).issued, true)
    assert.equal(await codes.sentInDay(tomorrow), 1)
    await stage().directory.sweep(tomorrow)
    assert.equal(await codes.sentInDay(at), 0)
    assert.equal(await codes.sentInDay(tomorrow), 1)
  })

  test('R6 · a country has a limit of its own, and what it refuses uses up no budget', async () => {
    const { codes } = stage().directory
    const at = nextDay()
    const employer = company()
    const people = await atOnce(8, () => newAccount(stage().directory, employer))
    const limits = { ...LIMITS, perCountryPerDay: 2 }
    const answers = await Promise.all(
      people.map((person) => codes.issue(record(person, { country: 'FR', issuedAt: at }), limits)),
    )
    assert.equal(answers.filter(({ issued }) => issued).length, 2)
    assert.ok(answers.some((answer) => !answer.issued && answer.limit === 'country'))
    assert.equal(await codes.sentInDay(at), 2)
    const [maria] = people
    assert.ok(maria)
    assert.deepEqual(await codes.issue(record(maria, { country: 'DE', issuedAt: at }), limits), { issued: true })
  })

  test('R6 · lookups are counted, and none is asked for where a code would not be sent; they use up nothing of a code', async () => {
    const { codes } = stage().directory
    const at = nextDay()
    const maria = await newAccount(stage().directory)
    const limits = { ...LIMITS, lookupsPerAccountPerHour: 4, perAddressPerHour: 1 }
    const asked = await atOnce(9, () => codes.beginLookup(unproved(maria, { issuedAt: at }), limits))
    assert.equal(asked.filter(({ allowed }) => allowed).length, 4)
    assert.ok(asked.some((turn) => !turn.allowed && turn.limit === 'lookup' && turn.retryAt === at + HOUR))
    assert.equal(await codes.sentInDay(at), 0)

    const dora = await newAccount(stage().directory)
    const first = unproved(dora, { issuedAt: at })
    await codes.beginLookup(first, limits)
    assert.deepEqual(await codes.issue(first, limits), { issued: true })
    const soon = { ...first, issuedAt: at + 1 }
    assert.deepEqual(await codes.beginLookup(soon, limits), {
      allowed: false,
      limit: 'cooldown',
      retryAt: at + 30 * SECOND,
    })
    const elsewhere = unproved(dora, { issuedAt: at + 1, address: first.address })
    assert.deepEqual(await codes.beginLookup(elsewhere, limits), {
      allowed: false,
      limit: 'address',
      retryAt: at + HOUR,
    })
  })

  test('A13 · codes issued at once keep the cooldown, and one of them is live', async () => {
    const { codes } = stage().directory
    const maria = await newAccount(stage().directory)
    const phone = number()
    const asked = Array.from({ length: 10 }, () => record(maria, { phone }))
    const answers = await Promise.all(asked.map((code) => codes.issue(code, LIMITS)))
    assert.equal(answers.filter(({ issued }) => issued).length, 1)
    assert.equal(await liveCodes(stage(), maria), 1)
  })

  test('A13 · codes issued at once from many sessions keep the limit, and the last of them is live', async () => {
    const { codes } = stage().directory
    const maria = await newAccount(stage().directory)
    const answers = await atOnce(12, () =>
      codes.issue(record(maria, { phone: number(), sessionHash: randomUUID() }), {
        ...LIMITS,
        perAccountPerDay: 4,
      }),
    )
    assert.equal(answers.filter(({ issued }) => issued).length, 4)
    assert.equal(await liveCodes(stage(), maria), 1)
  })

  test('R6 · the limit per number holds when many accounts ask at once', async () => {
    const { codes } = stage().directory
    const phone = number()
    const people = await atOnce(10, () => newAccount(stage().directory))
    const answers = await Promise.all(
      people.map((person) => codes.issue(record(person, { purpose: 'enrollment', phone }), LIMITS)),
    )
    assert.equal(answers.filter(({ issued }) => issued).length, 5)
  })

  test('A13 · of five hundred tries at once no more are counted than were left', async () => {
    const { codes } = stage().directory
    const code = record(await newAccount(stage().directory))
    await codes.issue(code, LIMITS)
    const tries = await atOnce(500, () => codes.countTry(code.id, NOW))
    const counted = tries.flatMap((one) => (one.kind === 'counted' ? [one.record.triesLeft] : []))
    assert.deepEqual(
      counted.toSorted((a, b) => a - b),
      [0, 1, 2, 3, 4],
    )
    assert.equal(tries.filter(({ kind }) => kind === 'no_tries_left').length, 495)
    assert.equal(await codes.use(code.id, NOW), true, 'the last try may be the right one')
  })

  test('A13 · of fifty uses at once exactly one succeeds, and none after it', async () => {
    const { codes } = stage().directory
    const code = record(await newAccount(stage().directory))
    await codes.issue(code, LIMITS)
    const used = await atOnce(50, () => codes.use(code.id, NOW))
    assert.equal(used.filter(Boolean).length, 1)
    assert.deepEqual(await codes.countTry(code.id, NOW), { kind: 'unknown' })
  })

  test('A13 · a code used while a new one is issued ends once', async () => {
    const { codes } = stage().directory
    for (let round = 0; round < 10; round++) {
      const maria = await newAccount(stage().directory)
      const [old, fresh] = [record(maria), record(maria, { issuedAt: NOW + MINUTE })]
      await codes.issue(old, LIMITS)
      const [used, issued] = await Promise.all([codes.use(old.id, NOW), codes.issue(fresh, LIMITS)])
      assert.deepEqual(issued, { issued: true })
      assert.equal(await codes.use(old.id, NOW + MINUTE), false)
      const [row] = await stage().query(`select state from codes where id = '${old.id}'`)
      assert.equal(row?.state, used ? 'used' : 'replaced')
    }
  })

  test('R2 · a code is dead at the end of its life', async () => {
    const { codes } = stage().directory
    const code = record(await newAccount(stage().directory))
    await codes.issue(code, LIMITS)
    assert.equal((await codes.countTry(code.id, code.expiresAt - 1)).kind, 'counted')
    assert.deepEqual(await codes.countTry(code.id, code.expiresAt), { kind: 'expired' })
    assert.equal(await codes.use(code.id, code.expiresAt), false)
    assert.equal(await codes.use(code.id, code.expiresAt - 1), true)
  })

  test('a code that was never issued is unknown', async () => {
    const { codes } = stage().directory
    assert.deepEqual(await codes.countTry('never issued', NOW), { kind: 'unknown' })
    assert.equal(await codes.use('never issued', NOW), false)
  })

  test('who carried a code is kept, and known to any process; of a code that nobody carried nothing is known', async () => {
    const { codes } = stage().directory
    const [carried, named] = [record(await newAccount(stage().directory)), record(await newAccount(stage().directory))]
    await codes.issue(carried, LIMITS)
    await codes.issue(named, LIMITS)
    assert.equal(await codes.receipt(carried.id), null)
    await codes.keepReceipt(carried.id, { carrier: 'hook', reference: null })
    await codes.keepReceipt(named.id, { carrier: 'verify', reference: 'VE1' })
    assert.deepEqual(await codes.receipt(carried.id), { carrier: 'hook', reference: null })
    await codes.use(named.id, NOW)
    assert.deepEqual(await codes.receipt(named.id), { carrier: 'verify', reference: 'VE1' })
    assert.equal(await codes.receipt('never issued'), null)
  })

  test('sweeping keeps every code that a limit still counts', async () => {
    const { directory } = stage()
    const { codes } = directory
    const maria = await newAccount(stage().directory)
    const code = record(maria)
    await codes.issue(code, LIMITS)
    await directory.sweep(NOW + DAY)
    assert.deepEqual(await codes.countTry(code.id, NOW + DAY), { kind: 'expired' })
    await directory.sweep(NOW + 3 * DAY)
    assert.deepEqual(await codes.countTry(code.id, NOW + 3 * DAY), { kind: 'unknown' })
    assert.deepEqual(await codes.issue(record(maria, { issuedAt: NOW + 3 * DAY }), LIMITS), { issued: true })
  })
}

function record({ id: accountId }: { id: string }, changes: Partial<CodeRecord> = {}): CodeRecord {
  const issuedAt = changes.issuedAt ?? NOW
  return {
    id: randomUUID(),
    accountId,
    sessionHash: `session of ${accountId}`,
    purpose: 'challenge',
    channel: 'sms',
    phone: number(),
    codeHash: 'hash',
    issuedAt,
    expiresAt: issuedAt + 10 * MINUTE,
    triesLeft: 5,
    // Limits of an address, a prefix and a company are of one test alone.
    address: randomUUID(),
    country: 'GB',
    ...changes,
  }
}

function number(): string {
  return `+447400${randomInt(1e5, 1e6)}`
}

async function liveCodes({ query }: Stage, { id }: { id: string }): Promise<number> {
  return (await query(`select id from codes where account_id = '${id}' and state = 'live'`)).length
}
