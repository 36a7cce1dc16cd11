import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { openOutbox } from '../../src/delivery/outbox.ts'
import type { Sender } from '../../src/domain/ports/delivery.ts'
import { type CodeBinding, type OneTimeCodes, openOneTimeCodes } from '../../src/factors/one-time-code.ts'
import { MINUTES, openPocket, openStage, otherCode, SECONDS, type Stage } from './stage.ts'
import { eachStoreSet, type StoreSet } from '../support/store-sets.ts'

const SETTINGS = {
  digits: 6,
  lifeMs: 10 * MINUTES,
  tries: 3,
  cooldownMs: 30 * SECONDS,
  refusedPerAccountPerHour: 5,
  perNumberPerHour: 5,
  perAccountPerDay: 20,
  lookupsPerAccountPerHour: 20,
  perAddressPerHour: 30,
  perPrefixPerHour: 50,
  perCompanyPerHour: 200,
  perCountryPerDay: null,
  perDay: 10000,
}
const PHONE = '+447400123456'
const MESSAGE = {
  channel: 'sms',
  phone: PHONE,
  portalName: 'Northwind Partner Portal',
  language: null,
  country: 'GB',
  address: '127.0.0.1',
} as const

function codesOn(stage: Stage, sender: Sender, randomness?: (below: number) => number): OneTimeCodes {
  const { directory, secrets, clock } = stage
  return openOneTimeCodes({
    codes: directory.codes,
    failures: directory.failures,
    secrets,
    sender,
    clock,
    report: (cause) => assert.fail(String(cause)),
    alert: () => {},
    settings: SETTINGS,
    defaultLanguage: 'en',
    host: 'portal.example',
    ...(randomness === undefined ? {} : { randomness }),
  })
}

async function withCodeSent(t: TestContext, stores: StoreSet) {
  const stage = await openStage(t, stores)
  const pocket = openPocket()
  const codes = codesOn(stage, pocket)
  const binding: CodeBinding = { accountId: stage.maria.id, sessionId: 'session-1', purpose: 'challenge' }
  const sent = await codes.send({ ...binding, ...MESSAGE })
  assert.ok(sent.sent)
  return { stage, pocket, codes, binding, codeId: sent.codeId, at: sent.at, code: pocket.lastCode() }
}

eachStoreSet((stores) => {
  test('A10 · the code goes to the number by the channel, and says whose it is and how long it lives', async (t) => {
    const { stage, pocket, code, at } = await withCodeSent(t, stores)
    assert.match(code, /^\d{6}$/)
    assert.equal(at, stage.clock.now())
    assert.deepEqual(pocket.messages, [
      {
        channel: 'sms',
        to: PHONE,
        code,
        text: `${code} is your Northwind Partner Portal code. It expires in 10 minutes. Don't share it.\n\n@portal.example #${code}`,
        language: 'en',
        languageIsAsked: false,
      },
    ])
  })

  test('A13 · the right code is right once, and proves the number it was sent to', async (t) => {
    const { codes, binding, codeId, code } = await withCodeSent(t, stores)
    assert.deepEqual(await codes.check({ ...binding, codeId, typed: ` ${code.slice(0, 3)} ${code.slice(3)}` }), {
      kind: 'right',
      phone: PHONE,
    })
    assert.deepEqual(await codes.check({ ...binding, codeId, typed: code }), { kind: 'unknown' })
  })

  test('A13 · tries are counted down and end the code, the right one too', async (t) => {
    const { codes, binding, codeId, code } = await withCodeSent(t, stores)
    const wrong = otherCode(code)
    assert.deepEqual(await codes.check({ ...binding, codeId, typed: wrong }), { kind: 'wrong', triesLeft: 2 })
    assert.deepEqual(await codes.check({ ...binding, codeId, typed: wrong }), { kind: 'wrong', triesLeft: 1 })
    assert.deepEqual(await codes.check({ ...binding, codeId, typed: wrong }), { kind: 'used_up' })
    assert.deepEqual(await codes.check({ ...binding, codeId, typed: code }), { kind: 'used_up' })
  })

  test('A13 · what can be no code is wrong and costs no try', async (t) => {
    const { codes, binding, codeId, code } = await withCodeSent(t, stores)
    for (const typed of ['', '12345', '1234567', 'abcdef', `${code}0`]) {
      assert.deepEqual(await codes.check({ ...binding, codeId, typed }), { kind: 'wrong' }, typed)
    }
    assert.deepEqual(await codes.check({ ...binding, codeId, typed: otherCode(code) }), { kind: 'wrong', triesLeft: 2 })
    assert.equal((await codes.check({ ...binding, codeId, typed: code })).kind, 'right')
  })

  test('A13 · a code is alive until its life is over, and dead from that moment on', async (t) => {
    const { stage, codes, binding, codeId, code } = await withCodeSent(t, stores)
    stage.clock.move(10 * MINUTES - 1)
    assert.deepEqual(await codes.check({ ...binding, codeId, typed: otherCode(code) }), { kind: 'wrong', triesLeft: 2 })
    stage.clock.move(1)
    assert.deepEqual(await codes.check({ ...binding, codeId, typed: code }), { kind: 'expired' })
  })

  test('R3 · success resets the count of failures; a new code does not', async (t) => {
    const { stage, codes, binding, codeId, code } = await withCodeSent(t, stores)
    const failing = async (sent: { codeId: string; code: string }): Promise<string> =>
      (await codes.check({ ...binding, codeId: sent.codeId, typed: otherCode(sent.code) })).kind

    assert.deepEqual([await failing({ codeId, code }), await failing({ codeId, code })], ['wrong', 'wrong'])
    assert.equal((await codes.check({ ...binding, codeId, typed: code })).kind, 'right')

    stage.clock.move(SETTINGS.cooldownMs)
    const second = await sendAgain(stage, binding)
    assert.deepEqual(
      [await failing(second), await failing(second), await failing(second)],
      ['wrong', 'wrong', 'used_up'],
    )
    stage.clock.move(SETTINGS.cooldownMs)
    const third = await sendAgain(stage, binding)
    // The fifth failure in a row since the success brings the wait.
    assert.deepEqual([await failing(third), await failing(third), await failing(third)], ['wrong', 'wrong', 'wait'])
  })

  test('R2 · a code is right for no other account, session or purpose', async (t) => {
    const { stage, codes, binding, codeId, code } = await withCodeSent(t, stores)
    for (const other of [{ accountId: stage.carl.id }, { sessionId: 'session-2' }]) {
      assert.deepEqual(await codes.check({ ...binding, ...other, codeId, typed: code }), { kind: 'unknown' })
    }
    assert.equal((await codes.check({ ...binding, codeId, typed: code })).kind, 'right')

    stage.clock.move(SETTINGS.cooldownMs)
    const { codeId: enrollmentId, code: enrollmentCode } = await sendAgain(stage, { ...binding, purpose: 'enrollment' })
    assert.deepEqual(await codes.check({ ...binding, codeId: enrollmentId, typed: enrollmentCode }), {
      kind: 'unknown',
    })
  })

  test('A11 · a new code ends the one before, in every session of the account', async (t) => {
    const { stage, codes, binding, codeId, code } = await withCodeSent(t, stores)
    const { codeId: newId, code: newCode } = await sendAgain(stage, { ...binding, sessionId: 'session-2' })
    assert.deepEqual(await codes.check({ ...binding, codeId, typed: code }), { kind: 'unknown' })
    assert.equal(
      (await codes.check({ ...binding, sessionId: 'session-2', codeId: newId, typed: newCode })).kind,
      'right',
    )
  })

  test('A11 · the cooldown is held where codes are sent, to the millisecond', async (t) => {
    const { stage, pocket, codes, binding, at } = await withCodeSent(t, stores)
    const refused = { sent: false, limit: 'cooldown', retryAt: at + SETTINGS.cooldownMs }
    assert.deepEqual(await codes.send({ ...binding, ...MESSAGE, channel: 'call' }), refused)
    stage.clock.move(SETTINGS.cooldownMs - 1)
    assert.deepEqual(await codes.send({ ...binding, ...MESSAGE }), refused)
    assert.equal(pocket.messages.length, 1)
    stage.clock.move(1)
    assert.equal((await codes.send({ ...binding, ...MESSAGE })).sent, true)
  })

  test('A11 · twenty requests at once send one message', async (t) => {
    const stage = await openStage(t, stores)
    const pocket = openPocket()
    const codes = codesOn(stage, pocket)
    const binding: CodeBinding = { accountId: stage.maria.id, sessionId: 'session-1', purpose: 'challenge' }
    const results = await Promise.all(Array.from({ length: 20 }, () => codes.send({ ...binding, ...MESSAGE })))
    assert.equal(results.filter(({ sent }) => sent).length, 1)
    assert.equal(pocket.messages.length, 1)
  })

  test('R6 · a number gets no more than five codes an hour, whoever asks', async (t) => {
    const stage = await openStage(t, stores)
    const pocket = openPocket()
    const codes = codesOn(stage, pocket)
    const first = stage.clock.now()
    for (const [index, accountId] of [
      stage.maria.id,
      stage.carl.id,
      stage.maria.id,
      stage.carl.id,
      stage.maria.id,
    ].entries()) {
      const sent = await codes.send({ accountId, sessionId: `session-${index}`, purpose: 'enrollment', ...MESSAGE })
      assert.ok(sent.sent)
      stage.clock.move(MINUTES)
    }
    const sixth = await codes.send({
      accountId: stage.carl.id,
      sessionId: 'session-6',
      purpose: 'enrollment',
      ...MESSAGE,
    })
    assert.deepEqual(sixth, { sent: false, limit: 'number', retryAt: first + 60 * MINUTES })
    assert.equal(pocket.messages.length, 5)
  })

  test('a code that could not be delivered is ended, does not count as sent, and says so', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-undeliverable-'))
    t.after(() => rm(folder, { recursive: true }))
    const stage = await openStage(t, stores)
    const binding: CodeBinding = { accountId: stage.maria.id, sessionId: 'session-1', purpose: 'challenge' }
    // A folder cannot be appended to.
    const broken = codesOn(stage, openOutbox({ print: () => undefined, file: folder, clock: stage.clock }).sender)
    await assert.rejects(broken.send({ ...binding, ...MESSAGE }), { name: 'GatehouseError', code: 'delivery_failed' })

    const pocket = openPocket()
    assert.equal((await codesOn(stage, pocket).send({ ...binding, ...MESSAGE })).sent, true)
  })

  test('whatever a carrier throws comes out as a failed delivery', async (t) => {
    const stage = await openStage(t, stores)
    const codes = codesOn(stage, { send: () => Promise.reject(new TypeError('socket hang up at 10.0.0.7')) })
    const binding: CodeBinding = { accountId: stage.maria.id, sessionId: 'session-1', purpose: 'challenge' }
    await assert.rejects(codes.send({ ...binding, ...MESSAGE }), {
      code: 'delivery_failed',
      sentence: { kind: 'no_code_sent' },
    })
  })

  test('R2 · codes keep their leading zeros, and every code of the length can come up', async (t) => {
    const stage = await openStage(t, stores)
    const pocket = openPocket()
    const asked: number[] = []
    const codes = codesOn(stage, pocket, (below) => {
      asked.push(below)
      return 42
    })
    await codes.send({ accountId: stage.maria.id, sessionId: 'session-1', purpose: 'challenge', ...MESSAGE })
    assert.equal(pocket.lastCode(), '000042')
    assert.deepEqual(asked, [1_000_000])
  })

  test('R2 · neither the code nor the session id is in what is stored', async (t) => {
    const { stage, binding, codeId, code } = await withCodeSent(t, stores)
    const counted = await stage.directory.codes.countTry(codeId, stage.clock.now())
    assert.ok(counted.kind === 'counted')
    const stored = JSON.stringify([counted.record.codeHash, counted.record.sessionHash])
    assert.ok(!stored.includes(code) && !stored.includes(binding.sessionId))
    assert.notEqual(stage.secrets.keyedHash('one-time-code', code), counted.record.codeHash)
  })
})

async function sendAgain(stage: Stage, binding: CodeBinding): Promise<{ codeId: string; code: string }> {
  const pocket = openPocket()
  const sent = await codesOn(stage, pocket).send({ ...binding, ...MESSAGE })
  assert.ok(sent.sent)
  return { codeId: sent.codeId, code: pocket.lastCode() }
}
