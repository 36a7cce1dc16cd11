import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addAccount, account, atOnce, newAccount, NOW, phoneFactor, type Stage, totpFactor } from './directories.ts'

/** What every AccountStore does. */
export function accountStoreContract(stage: () => Stage): void {
  test('an account is found by username and by id as it was added', async () => {
    const { accounts } = stage().directory
    const { companyId } = await newAccount(stage().directory)
    const maria = account({ companyId, phone: '+15062345678', remindedAt: NOW, lastChallengePassedAt: NOW + 1 })
    assert.equal(await addAccount(stage().directory, maria), true)
    assert.deepEqual(await accounts.findByUsername(maria.username), maria)
    assert.deepEqual(await accounts.findById(maria.id), maria)
    assert.equal(await accounts.findByUsername('nobody@northwind.example'), undefined)
    assert.equal(await accounts.findById('nobody'), undefined)
  })

  test('a disabled account is found too', async () => {
    const { accounts } = stage().directory
    const { companyId } = await newAccount(stage().directory)
    const left = account({ companyId, disabledAt: NOW })
    await addAccount(stage().directory, left)
    assert.equal((await accounts.findByUsername(left.username))?.disabledAt, NOW)
  })

  test('a username is given once, also when many ask for it at once', async () => {
    const { accounts } = stage().directory
    const { companyId } = await newAccount(stage().directory)
    const username = `ada-${companyId}@northwind.example`
    const added = await atOnce(10, () => addAccount(stage().directory, account({ companyId, username })))
    assert.equal(added.filter(Boolean).length, 1)
    assert.equal(await addAccount(stage().directory, account({ companyId, username, passwordHash: 'other' })), false)
    assert.notEqual((await accounts.findByUsername(username))?.passwordHash, 'other')
  })

  test('a new account has no factors', async () => {
    await assert.rejects(addAccount(stage().directory, account({ factors: [phoneFactor()] })), RangeError)
  })

  test('a fault of our own is not taken for an outage', async () => {
    await assert.rejects(addAccount(stage().directory, account({ companyId: 'no such company' })), (error: Error) => {
      assert.notEqual(error.name, 'GatehouseError')
      return true
    })
  })

  test('R8 · a password hash is upgraded only from the one that was checked', async () => {
    const { accounts } = stage().directory
    const maria = await newAccount(stage().directory)
    await accounts.upgradePasswordHash(maria.id, 'another', 'stronger')
    assert.equal((await accounts.findById(maria.id))?.passwordHash, maria.passwordHash)
    await accounts.upgradePasswordHash(maria.id, maria.passwordHash ?? '', 'stronger')
    assert.equal((await accounts.findById(maria.id))?.passwordHash, 'stronger')
  })

  test('the language of a browser is noted for an account that has none, and never takes the place of another', async () => {
    const { directory } = stage()
    const { accounts } = directory
    const maria = await newAccount(directory)
    assert.equal((await accounts.findById(maria.id))?.language, null)
    await accounts.adoptLanguage(maria.id, 'de')
    await accounts.adoptLanguage(maria.id, 'fr')
    assert.equal((await accounts.findById(maria.id))?.language, 'de')
    const by = { at: NOW, actor: 'command line: root' }
    await directory.administration.change(maria.id, { kind: 'set_language', language: 'es' }, by)
    await accounts.adoptLanguage(maria.id, 'fr')
    assert.equal((await accounts.findById(maria.id))?.language, 'es')
  })

  test('A15 · the reminder is noted, and may be taken again', async () => {
    const { accounts } = stage().directory
    const { id } = await newAccount(stage().directory)
    assert.equal(await accounts.takeReminder(id, NOW), true)
    assert.equal((await accounts.findById(id))?.remindedAt, NOW)
    assert.equal(await accounts.takeReminder(id, NOW + 1), true)
    assert.equal((await accounts.findById(id))?.remindedAt, NOW + 1)
    assert.equal(await accounts.takeReminder('nobody', NOW), false)
  })

  test('A15 · no reminder for an account that has a factor', async () => {
    const { accounts } = stage().directory
    const { id } = await newAccount(stage().directory)
    await accounts.activateFirstFactor(id, phoneFactor(), null, null)
    assert.equal(await accounts.takeReminder(id, NOW), false)
    assert.equal((await accounts.findById(id))?.remindedAt, null)
  })

  test("A16 · no reminder once the company's mandate is latched; another company's does not matter", async () => {
    const { accounts, companies } = stage().directory
    const maria = await newAccount(stage().directory)
    const carl = await newAccount(stage().directory)
    await companies.latchMandate({ companyId: maria.companyId, latchedAt: NOW, latchedBy: 'policy' }, null)
    assert.equal(await accounts.takeReminder(maria.id, NOW), false)
    assert.equal((await accounts.findById(maria.id))?.remindedAt, null)
    assert.equal(await accounts.takeReminder(carl.id, NOW), true)
  })

  test('A16 · reminders that race a mandate are taken before it or not at all', async () => {
    const { accounts, companies } = stage().directory
    const { id, companyId } = await newAccount(stage().directory)
    let latched = false
    const latch = (async () => {
      await companies.latchMandate({ companyId, latchedAt: NOW, latchedBy: 'policy' }, null)
      latched = true
    })()
    const taken = await atOnce(20, async (index) => {
      if (index >= 10) await latch
      const begunUnderMandate = latched
      return { begunUnderMandate, taken: await accounts.takeReminder(id, NOW + index) }
    })
    assert.equal(taken.filter((one) => one.begunUnderMandate).length, 10)
    assert.ok(taken.every((one) => !(one.begunUnderMandate && one.taken)))
    const before = taken.findLastIndex((one) => one.taken)
    const reminded = (await accounts.findById(id))?.remindedAt
    assert.equal(reminded === null, before === -1)
  })

  test('A12 · a phone factor becomes active with its number on file and its challenge passed', async () => {
    const { accounts } = stage().directory
    const { id } = await newAccount(stage().directory)
    const factor = phoneFactor({ phone: '+15062345678', lineType: 'undetermined', activatedAt: NOW + 5 })
    assert.equal(await accounts.activateFirstFactor(id, factor, 'browser-1', null), true)
    const maria = await accounts.findById(id)
    assert.deepEqual(maria?.factors, [factor])
    assert.equal(maria?.phone, '+15062345678')
    assert.equal(maria?.lastChallengePassedAt, NOW + 5)
    assert.equal(await accounts.challengePassedInBrowser(id, 'browser-1'), NOW + 5)
  })

  test('A14 · an authenticator app becomes active and leaves the number on file alone', async () => {
    const { accounts } = stage().directory
    const { companyId } = await newAccount(stage().directory)
    const maria = account({ companyId, phone: '+15062345678' })
    await addAccount(stage().directory, maria)
    const factor = totpFactor()
    assert.equal(await accounts.activateFirstFactor(maria.id, factor, null, null), true)
    const found = await accounts.findByUsername(maria.username)
    assert.deepEqual(found?.factors, [factor])
    assert.equal(found?.phone, '+15062345678')
  })

  test('A26 · a first factor clears the relief that was earned before it', async () => {
    const { accounts } = stage().directory
    const { id } = await newAccount(stage().directory)
    await accounts.recordChallengePassed(id, NOW - 1000, 'old-browser')
    await accounts.activateFirstFactor(id, phoneFactor(), 'new-browser', null)
    assert.equal(await accounts.challengePassedInBrowser(id, 'old-browser'), null)
    assert.equal(await accounts.challengePassedInBrowser(id, 'new-browser'), NOW)
  })

  test('A12 · of many first factors at once exactly one becomes active', async () => {
    const { accounts } = stage().directory
    const { id } = await newAccount(stage().directory)
    const factors = Array.from({ length: 10 }, (_, index) => phoneFactor({ phone: `+4474001234${10 + index}` }))
    const answers = await Promise.all(factors.map((factor) => accounts.activateFirstFactor(id, factor, null, null)))
    assert.equal(answers.filter(Boolean).length, 1)
    const winner = factors[answers.indexOf(true)]
    const maria = await accounts.findById(id)
    assert.deepEqual(maria?.factors, [winner])
    assert.equal(maria?.phone, winner?.phone)
    assert.equal(await accounts.activateFirstFactor('nobody', phoneFactor(), null, null), false)
  })

  test('A13 · one pending enrollment becomes one factor, whoever uses it and however often', async () => {
    const { accounts } = stage().directory
    const people = [await newAccount(stage().directory), await newAccount(stage().directory)]
    const factor = totpFactor()
    const answers = await Promise.all(people.map(({ id }) => accounts.activateFirstFactor(id, factor, null, null)))
    assert.equal(answers.filter(Boolean).length, 1)
  })

  test('R5 · a time step is accepted once, and no older one after it', async () => {
    const { accounts } = stage().directory
    const { id } = await newAccount(stage().directory)
    const factor = totpFactor({ lastTimeStep: 58_000_000 })
    await accounts.activateFirstFactor(id, factor, null, null)
    assert.equal(await accounts.useTimeStep(factor.id, 58_000_000), false)
    assert.equal(await accounts.useTimeStep(factor.id, 58_000_001), true)
    assert.equal(await accounts.useTimeStep(factor.id, 58_000_001), false)
    assert.equal(await accounts.useTimeStep(factor.id, 58_000_000), false)
    assert.equal(await accounts.useTimeStep('no-such-factor', 58_000_002), false)
  })

  test('R5 · of fifty uses of one time step at once exactly one is accepted', async () => {
    const { accounts } = stage().directory
    const { id } = await newAccount(stage().directory)
    const factor = totpFactor({ lastTimeStep: 100 })
    await accounts.activateFirstFactor(id, factor, null, null)
    const accepted = await atOnce(50, () => accounts.useTimeStep(factor.id, 101))
    assert.equal(accepted.filter(Boolean).length, 1)
  })

  test('a phone factor has no time steps', async () => {
    const { accounts } = stage().directory
    const { id } = await newAccount(stage().directory)
    const factor = phoneFactor()
    await accounts.activateFirstFactor(id, factor, null, null)
    assert.equal(await accounts.useTimeStep(factor.id, 1), false)
  })

  test('A23 · a passed challenge is recorded for the account, and for the browser if it is told', async () => {
    const { accounts } = stage().directory
    const { id } = await newAccount(stage().directory)
    await accounts.recordChallengePassed(id, NOW, null)
    assert.equal((await accounts.findById(id))?.lastChallengePassedAt, NOW)
    assert.equal(await accounts.challengePassedInBrowser(id, 'browser-1'), null)
    await accounts.recordChallengePassed(id, NOW + 1, 'browser-1')
    await accounts.recordChallengePassed(id, NOW + 2, 'browser-1')
    assert.equal((await accounts.findById(id))?.lastChallengePassedAt, NOW + 2)
    assert.equal(await accounts.challengePassedInBrowser(id, 'browser-1'), NOW + 2)
    assert.equal(await accounts.challengePassedInBrowser(id, 'browser-2'), null)
  })
}
