import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TotpFactor } from '../../src/domain/factor.ts'
import { type CodeBinding, openOneTimeCodes } from '../../src/factors/one-time-code.ts'
import { openTotp, type Totp } from '../../src/factors/totp.ts'
import { codeShown } from './authenticator.ts'
import { countComparisons, MINUTES, openPocket, openStage, otherCode, SECONDS, type Stage } from './stage.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const SETTINGS = {
  digits: 6,
  lifeMs: 10 * MINUTES,
  tries: 3,
  cooldownMs: 30 * SECONDS,
  refusedPerAccountPerHour: 500,
  perNumberPerHour: 500,
  perAccountPerDay: 500,
  lookupsPerAccountPerHour: 500,
  perAddressPerHour: 500,
  perPrefixPerHour: 500,
  perCompanyPerHour: 500,
  perCountryPerDay: null,
  perDay: 10000,
}
const KEY = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const MESSAGE = {
  channel: 'sms',
  phone: '+447400123456',
  portalName: 'Northwind Partner Portal',
  language: null,
  country: 'GB',
  address: '127.0.0.1',
} as const

function codesOn({ directory, secrets, clock }: Stage) {
  const pocket = openPocket()
  const counted = countComparisons(secrets, 'one-time-code')
  const options = { codes: directory.codes, failures: directory.failures, clock, settings: SETTINGS, host: null }
  return {
    pocket,
    comparisons: () => counted.comparisons(),
    codes: openOneTimeCodes({
      ...options,
      secrets: counted.secrets,
      sender: pocket,
      report: (cause) => assert.fail(String(cause)),
      alert: () => {},
      defaultLanguage: 'en',
    }),
  }
}

function appsOn(stage: Stage): Totp {
  return openTotp({ ...stage, ...stage.directory, issuer: 'Northwind' })
}

async function activeApp({ directory, secrets, clock, maria }: Stage): Promise<{ factor: TotpFactor; typed: string }> {
  const factor: TotpFactor = {
    kind: 'totp',
    id: 'factor-1',
    sealedKey: secrets.seal('totp-key', KEY, 'factor-1'),
    lastTimeStep: 0,
    activatedAt: clock.now(),
  }
  assert.ok(await directory.accounts.activateFirstFactor(maria.id, factor, null, null))
  return { factor, typed: codeShown(KEY, clock.now()) }
}

function bindingOf({ maria }: Stage, session = 'session-1'): CodeBinding {
  return { accountId: maria.id, sessionId: session, purpose: 'challenge' }
}

eachStoreSet((stores) => {
  test('A13 · of fifty right submits at once exactly one is right', async (t) => {
    const stage = await openStage(t, stores)
    const { codes, pocket } = codesOn(stage)
    const binding = bindingOf(stage)
    for (let round = 0; round < 5; round += 1) {
      const sent = await codes.send({ ...binding, ...MESSAGE })
      assert.ok(sent.sent)
      const attempt = { ...binding, codeId: sent.codeId, typed: pocket.lastCode() }
      const results = await Promise.all(fifty(() => codes.check(attempt)))
      assert.equal(results.filter(({ kind }) => kind === 'right').length, 1)
      stage.clock.move(2 * 60 * MINUTES)
    }
  })

  test('A13 · of five hundred wrong submits at once no more are compared than the code has tries', async (t) => {
    const stage = await openStage(t, stores)
    const { codes, pocket, comparisons } = codesOn(stage)
    const binding = bindingOf(stage)
    const sent = await codes.send({ ...binding, ...MESSAGE })
    assert.ok(sent.sent)
    const guesses = Array.from({ length: 500 }, (_, index) => otherCode(pocket.lastCode(), index + 1))
    const results = await Promise.all(guesses.map((typed) => codes.check({ ...binding, codeId: sent.codeId, typed })))
    assert.equal(comparisons(), SETTINGS.tries)
    assert.deepEqual(new Set(results.map(({ kind }) => kind)), new Set(['wrong', 'used_up', 'wait']))
  })

  test('R5 · of fifty submits of one authenticator code at once exactly one is right', async (t) => {
    const stage = await openStage(t, stores)
    const totp = appsOn(stage)
    const { factor } = await activeApp(stage)
    for (let round = 0; round < 5; round += 1) {
      const typed = codeShown(KEY, stage.clock.now())
      const results = await Promise.all(fifty(() => totp.check(stage.maria.id, [factor], typed)))
      assert.equal(results.filter(({ kind }) => kind === 'right').length, 1)
      stage.clock.move(2 * 60 * MINUTES)
    }
  })

  // The embedded default is one process by design.
  if (stores.name === 'scale') {
    test('A13 R5 · two processes race like one', async (t) => {
      const stage = await openStage(t, stores)
      const elsewhere = { ...stage, directory: await stage.openDirectory() }
      const [here, there] = [codesOn(stage), codesOn(elsewhere)]
      const binding = bindingOf(stage)
      const sent = await here.codes.send({ ...binding, ...MESSAGE })
      assert.ok(sent.sent)
      const attempt = { ...binding, codeId: sent.codeId, typed: here.pocket.lastCode() }
      const byCode = await Promise.all(fifty((even) => (even ? here : there).codes.check(attempt)))
      assert.equal(byCode.filter(({ kind }) => kind === 'right').length, 1)

      stage.clock.move(2 * 60 * MINUTES)
      const { factor, typed } = await activeApp(stage)
      const [mine, theirs] = [appsOn(stage), appsOn(elsewhere)]
      const byApp = await Promise.all(fifty((even) => (even ? mine : theirs).check(stage.maria.id, [factor], typed)))
      assert.equal(byApp.filter(({ kind }) => kind === 'right').length, 1)
    })
  }

  test('R3 · a hundred failures in a row, over new codes, sessions and both factors, end all tries; waits grow before', async (t) => {
    const stage = await openStage(t, stores)
    const { codes, pocket, comparisons } = codesOn(stage)
    const totp = appsOn(stage)
    const app = totp.newEnrollment(stage.maria.id)
    const waits: number[] = []
    let failures = 0
    while (failures < 100) {
      const binding = bindingOf(stage, `session-${failures}`)
      const sent = await codes.send({ ...binding, ...MESSAGE })
      assert.ok(sent.sent)
      const result =
        failures % 2 === 0
          ? await codes.check({ ...binding, codeId: sent.codeId, typed: otherCode(pocket.lastCode()) })
          : await totp.proveEnrollment({ accountId: stage.maria.id, ...app, typed: '000000' })
      if (result.kind === 'wait') {
        waits.push(result.retryAt - stage.clock.now())
        stage.clock.move(result.retryAt - stage.clock.now())
      } else {
        assert.equal(result.kind, 'wrong')
        failures += 1
      }
    }
    assert.equal(waits[0], 30 * SECONDS)
    assert.equal(waits.at(-1), 60 * MINUTES)
    assert.deepEqual(
      waits,
      waits.toSorted((one, other) => one - other),
    )

    const compared = comparisons()
    stage.clock.move(60 * 24 * 365 * MINUTES)
    const binding = bindingOf(stage)
    const sent = await codes.send({ ...binding, ...MESSAGE })
    assert.ok(sent.sent)
    assert.equal((await codes.check({ ...binding, codeId: sent.codeId, typed: pocket.lastCode() })).kind, 'wait')
    assert.equal(comparisons(), compared)
  })
})

function fifty<T>(make: (even: boolean) => T): T[] {
  return Array.from({ length: 50 }, (_, index) => make(index % 2 === 0))
}
