import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { TotpFactor } from '../../src/domain/factor.ts'
import { openTotp, type Totp } from '../../src/factors/totp.ts'
import { codeShown } from './authenticator.ts'
import { openStage, otherCode, SECONDS, type Stage } from './stage.ts'
import { eachStoreSet, type StoreSet } from '../support/store-sets.ts'

const STEP = 30 * SECONDS

function totpOn({ directory, secrets, clock }: Stage): Totp {
  return openTotp({
    accounts: directory.accounts,
    failures: directory.failures,
    secrets,
    clock,
    issuer: 'Northwind Partner Portal',
  })
}

async function enrolledMaria(t: TestContext, stores: StoreSet) {
  const stage = await openStage(t, stores)
  const totp = totpOn(stage)
  const { factorId, sealedKey } = totp.newEnrollment(stage.maria.id)
  const key = totp.describe(sealedKey, factorId, stage.maria.username).keyGroups.join('')
  const proof = await totp.proveEnrollment({
    accountId: stage.maria.id,
    factorId,
    sealedKey,
    typed: codeShown(key, stage.clock.now()),
  })
  assert.ok(proof.kind === 'right')
  const factor: TotpFactor = {
    kind: 'totp',
    id: factorId,
    sealedKey,
    lastTimeStep: proof.timeStep,
    activatedAt: stage.clock.now(),
  }
  assert.ok(await stage.directory.accounts.activateFirstFactor(stage.maria.id, factor, null, null))
  return { stage, totp, key, factor, accountId: stage.maria.id }
}

eachStoreSet((stores) => {
  test('A14 · the key is 160 bits, new every time, and comes in groups of four', async (t) => {
    const stage = await openStage(t, stores)
    const totp = totpOn(stage)
    const keys = new Set<string>()
    for (let count = 0; count < 20; count += 1) {
      const { factorId, sealedKey } = totp.newEnrollment(stage.maria.id)
      const { keyGroups } = totp.describe(sealedKey, factorId, stage.maria.username)
      assert.ok(keyGroups.length === 8 && keyGroups.every((group) => /^[A-Z2-7]{4}$/.test(group)), keyGroups.join(' '))
      assert.ok(!sealedKey.includes(keyGroups.join('')))
      keys.add(keyGroups.join(''))
    }
    assert.equal(keys.size, 20)
  })

  test('A14 · the link names portal, account and key as authenticator apps read them', async (t) => {
    const stage = await openStage(t, stores)
    const totp = openTotp({ ...stage.directory, ...stage, issuer: 'Portal: Northwind & Co' })
    const { factorId, sealedKey } = totp.newEnrollment(stage.maria.id)
    const { otpauthUrl, keyGroups } = totp.describe(sealedKey, factorId, 'maria:x@northwind.example')
    const url = new URL(otpauthUrl)
    assert.equal(`${url.protocol}//${url.host}`, 'otpauth://totp')
    assert.equal(decodeURIComponent(url.pathname), '/Portal  Northwind & Co:maria x@northwind.example')
    assert.equal(url.searchParams.get('issuer'), 'Portal  Northwind & Co')
    assert.equal(url.searchParams.get('secret'), keyGroups.join(''))
  })

  test('A14 · the QR code is inline SVG of shapes alone, which a strict policy lets through', async (t) => {
    const totp = totpOn(await openStage(t, stores))
    const svg = await totp.qrSvg('otpauth://totp/Northwind:maria?secret=JBSWY3DPEHPK3PXP&issuer=Northwind')
    assert.match(svg, /^<svg [^>]*viewBox="0 0 (\d+) \1"[^>]*>.*<\/svg>$/s)
    assert.ok(!/style|script|href|on[a-z]+=|secret/i.test(svg))
    assert.deepEqual(new Set(svg.match(/<\w+/g)), new Set(['<svg', '<path']))
  })

  test('R5 · codes are those of RFC 6238, appendix B', async (t) => {
    const stage = await openStage(t, stores)
    const sealedKey = stage.secrets.seal('totp-key', 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 'factor-1')
    const vectors: [number, string][] = [
      [59, '287082'],
      [1_111_111_109, '081804'],
      [1_111_111_111, '050471'],
      [1_234_567_890, '005924'],
      [2_000_000_000, '279037'],
    ]
    for (const [seconds, typed] of vectors) {
      const totp = totpOn({ ...stage, clock: { now: () => seconds * 1000, move: () => undefined } })
      assert.deepEqual(
        await totp.proveEnrollment({ accountId: stage.maria.id, factorId: 'factor-1', sealedKey, typed }),
        {
          kind: 'right',
          timeStep: Math.floor(seconds / 30),
        },
      )
    }
  })

  test('R5 · one step of skew either side, and no more', async (t) => {
    const { stage, totp, key, factor, accountId } = await enrolledMaria(t, stores)
    stage.clock.move(10 * STEP)
    const now = stage.clock.now()
    const verdicts: [number, string][] = [
      [-2, 'wrong'],
      [2, 'wrong'],
      [-1, 'right'],
      [0, 'right'],
      [1, 'right'],
    ]
    for (const [steps, kind] of verdicts) {
      const result = await totp.check(accountId, [factor], codeShown(key, now + steps * STEP))
      assert.equal(result.kind, kind, `${steps} steps away`)
    }
  })

  test('A14 · a code is never accepted twice, nor the one that enrolled', async (t) => {
    const { stage, totp, key, factor, accountId } = await enrolledMaria(t, stores)
    assert.deepEqual(await totp.check(accountId, [factor], codeShown(key, stage.clock.now())), { kind: 'wrong' })
    stage.clock.move(STEP)
    const typed = codeShown(key, stage.clock.now())
    assert.equal((await totp.check(accountId, [factor], typed)).kind, 'right')
    // The factor as it was read before: what the store holds decides.
    assert.deepEqual(await totp.check(accountId, [factor], typed), { kind: 'wrong' })
  })

  test('R5 · after a newer code an older one is dead, though its step is within the skew', async (t) => {
    const { stage, totp, key, factor, accountId } = await enrolledMaria(t, stores)
    stage.clock.move(5 * STEP)
    const older = codeShown(key, stage.clock.now() - STEP)
    assert.equal((await totp.check(accountId, [factor], codeShown(key, stage.clock.now()))).kind, 'right')
    assert.deepEqual(await totp.check(accountId, [factor], older), { kind: 'wrong' })
  })

  test('R5 · a clock that was ahead and was put right accepts nothing twice and crashes nothing', async (t) => {
    const { stage, totp, key, factor, accountId } = await enrolledMaria(t, stores)
    stage.clock.move(-100 * STEP)
    assert.deepEqual(await totp.check(accountId, [factor], codeShown(key, stage.clock.now())), { kind: 'wrong' })
  })

  test('R3 · failures in a row bring a wait in which the right code is not looked at; success resets', async (t) => {
    const { stage, totp, key, factor, accountId } = await enrolledMaria(t, stores)
    stage.clock.move(STEP)
    const right = codeShown(key, stage.clock.now())
    const kinds: string[] = []
    for (let tries = 0; tries < 6; tries += 1) {
      kinds.push((await totp.check(accountId, [factor], otherCode(right, 111_111))).kind)
    }
    assert.deepEqual(kinds, ['wrong', 'wrong', 'wrong', 'wrong', 'wrong', 'wait'])
    const refused = await totp.check(accountId, [factor], right)
    assert.ok(refused.kind === 'wait')
    stage.clock.move(refused.retryAt - stage.clock.now())
    assert.equal((await totp.check(accountId, [factor], codeShown(key, stage.clock.now()))).kind, 'right')
    stage.clock.move(STEP)
    assert.equal((await totp.check(accountId, [factor], '000000')).kind, 'wrong')
  })

  test('A14 · what can be no code is wrong and counts as no failure', async (t) => {
    const { stage, totp, key, factor, accountId } = await enrolledMaria(t, stores)
    stage.clock.move(STEP)
    for (const typed of ['', '12345', '1234567', 'abcdef', '12345a', '-12345', '1e5000', ' ']) {
      assert.deepEqual(await totp.check(accountId, [factor], typed), { kind: 'wrong' }, typed)
    }
    const code = codeShown(key, stage.clock.now())
    assert.equal((await totp.check(accountId, [factor], `${code.slice(0, 3)} ${code.slice(3)}`)).kind, 'right')
  })

  test('a key that was sealed for one factor opens for no other', async (t) => {
    const stage = await openStage(t, stores)
    const totp = totpOn(stage)
    const { sealedKey } = totp.newEnrollment(stage.maria.id)
    assert.throws(() => totp.describe(sealedKey, 'another-factor', stage.maria.username), { code: 'internal' })
    await assert.rejects(
      totp.proveEnrollment({ accountId: stage.maria.id, factorId: 'another-factor', sealedKey, typed: '123456' }),
      { code: 'internal' },
    )
  })
})
