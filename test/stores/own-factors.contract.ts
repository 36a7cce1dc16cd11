import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { MOST_APPS } from '../../src/domain/factor-change.ts'
import type { ChangedBy } from '../../src/domain/ports/accounts.ts'
import { atOnce, newAccount, NOW, phoneFactor, type Stage, totpFactor } from './directories.ts'

const BY: ChangedBy = { at: NOW + 5, actor: null, address: '192.0.2.7', requestId: 'request-1' }

/** What every store of people's own factors does. */
export function ownFactorStoreContract(stage: () => Stage): void {
  async function enrolled() {
    const { directory } = stage()
    const maria = await newAccount(directory)
    const phone = phoneFactor()
    await directory.accounts.activateFirstFactor(maria.id, phone, 'browser-1', null)
    return { ...maria, phone }
  }

  async function eventsOf(accountId: string): Promise<unknown[]> {
    const rows = await stage().query(
      `select event, outcome, reason, actor from audit_trail where account_id = '${accountId}' and event not in ('account_added', 'enrollment') order by id`,
    )
    return rows.map(({ event, outcome, reason, actor }) => [event, outcome, reason, actor].join(' '))
  }

  test('A26 · another app is active at once, and the 21 days begin anew', async () => {
    const { ownFactors, accounts } = stage().directory
    const { id, phone } = await enrolled()
    const app = totpFactor({ activatedAt: NOW + 5, name: 'Work phone' })
    assert.equal(await ownFactors.addApp(id, app, BY), 'added')
    const maria = await accounts.findById(id)
    assert.deepEqual(maria?.factors, [phone, app])
    assert.equal(maria?.lastChallengePassedAt, null)
    assert.equal(await accounts.challengePassedInBrowser(id, 'browser-1'), null)
    assert.equal(maria?.sessionsValidFrom, NOW, 'nobody is signed out by it')
    assert.deepEqual(await eventsOf(id), ['factor_added success totp '])
  })

  test('A14 · a key is added once, and to an account that holds a factor', async () => {
    const { ownFactors, accounts } = stage().directory
    const [maria, carl] = [await enrolled(), await enrolled()]
    const app = totpFactor()
    const answers = await Promise.all([maria, carl, maria, carl].map(({ id }) => ownFactors.addApp(id, app, BY)))
    assert.equal(answers.filter((answer) => answer === 'added').length, 1)
    const bare = await newAccount(stage().directory)
    assert.equal(await ownFactors.addApp(bare.id, totpFactor(), BY), 'refused')
    assert.equal(await ownFactors.addApp('nobody', totpFactor(), BY), 'refused')
    assert.deepEqual((await accounts.findById(bare.id))?.factors, [])
  })

  test('an account holds so many apps and no more, though they are added at once', async () => {
    const { ownFactors, accounts } = stage().directory
    const { id } = await enrolled()
    const answers = await atOnce(MOST_APPS + 5, () => ownFactors.addApp(id, totpFactor(), BY))
    assert.equal(answers.filter((answer) => answer === 'added').length, MOST_APPS)
    assert.equal((await accounts.findById(id))?.factors.length, MOST_APPS + 1)
  })

  test('A32 A34 · a proved number takes the place of the old one: codes under way die, sessions end, the 21 days begin anew', async () => {
    const { ownFactors, accounts } = stage().directory
    const { id, phone } = await enrolled()
    const changed = phoneFactor({ phone: '+15062345678', lineType: 'landline', activatedAt: NOW + 5 })
    assert.equal(await ownFactors.setPhone(id, changed, BY), 'changed')
    const maria = await accounts.findById(id)
    assert.deepEqual(maria?.factors, [{ ...phone, phone: '+15062345678', lineType: 'landline' }])
    assert.equal(maria?.phone, '+15062345678')
    assert.equal(maria?.lastChallengePassedAt, null)
    assert.equal(maria?.sessionsValidFrom, NOW + 6)
    assert.deepEqual(await eventsOf(id), ['phone_changed success phone '])
  })

  test('A34 · beside an app a proved number is a factor of its own', async () => {
    const { ownFactors, accounts } = stage().directory
    const { id } = await newAccount(stage().directory)
    const [app, phone] = [totpFactor(), phoneFactor({ activatedAt: NOW + 5 })]
    assert.equal(await ownFactors.setPhone(id, phone, BY), 'refused', 'the first factor is enrolled')
    await accounts.activateFirstFactor(id, app, null, null)
    assert.equal(await ownFactors.setPhone(id, phone, BY), 'added')
    assert.deepEqual((await accounts.findById(id))?.factors, [app, phone])
    assert.deepEqual(await eventsOf(id), ['factor_added success phone '])
  })

  test('an app bears the name that its owner gives it; nobody else does', async () => {
    const { ownFactors, accounts } = stage().directory
    const [maria, carl] = [await enrolled(), await enrolled()]
    const app = totpFactor({ activatedAt: NOW + 5, name: 'Old phone' })
    await ownFactors.addApp(maria.id, app, BY)
    assert.equal(await ownFactors.renameApp(carl.id, app.id, 'Mine', BY), false)
    assert.equal(await ownFactors.renameApp(maria.id, maria.phone.id, 'Mine', BY), false)
    assert.equal(await ownFactors.renameApp(maria.id, app.id, 'New phone', BY), true)
    const names = (await accounts.findById(maria.id))?.factors.map((factor) => factor.kind === 'totp' && factor.name)
    assert.deepEqual(names, [false, 'New phone'])
  })

  test('A26 R7 · a factor that is removed is gone, and every session that began before with it', async () => {
    const { ownFactors, accounts } = stage().directory
    const [maria, carl] = [await enrolled(), await enrolled()]
    const app = totpFactor()
    await ownFactors.addApp(maria.id, app, BY)
    assert.equal(await ownFactors.remove(carl.id, app.id, BY), 'unknown')
    assert.equal(await ownFactors.remove(maria.id, randomUUID(), BY), 'unknown')
    assert.equal(await ownFactors.remove(maria.id, app.id, BY), 'removed')
    assert.equal(await ownFactors.remove(maria.id, app.id, BY), 'unknown')
    const now = await accounts.findById(maria.id)
    assert.deepEqual(now?.factors, [maria.phone])
    assert.equal(now?.sessionsValidFrom, NOW + 6)
    assert.deepEqual(await eventsOf(maria.id), ['factor_added success totp ', 'factor_removed success totp '])
  })

  test('A15 · with the last factor a reminder that was taken before goes as well', async () => {
    const { ownFactors, accounts } = stage().directory
    const { id } = await newAccount(stage().directory)
    await accounts.takeReminder(id, NOW)
    const phone = phoneFactor()
    await accounts.activateFirstFactor(id, phone, null, null)
    assert.equal(await ownFactors.remove(id, phone.id, BY), 'removed')
    const maria = await accounts.findById(id)
    assert.deepEqual(maria?.factors, [])
    assert.equal(maria?.remindedAt, null)
  })

  test('A21 · under a mandate the last factor stays, whatever is removed at the same time', async () => {
    const { ownFactors, accounts, companies } = stage().directory
    for (let round = 0; round < 5; round++) {
      const maria = await enrolled()
      const apps = [totpFactor(), totpFactor(), totpFactor()]
      for (const app of apps) await ownFactors.addApp(maria.id, app, BY)
      const latch = { companyId: maria.companyId, latchedAt: NOW, latchedBy: 'policy' }
      const ids = [maria.phone, ...apps].map(({ id }) => id)
      await companies.latchMandate(latch, null)
      const answers = await Promise.all([...ids, ...ids].map((id) => ownFactors.remove(maria.id, id, BY)))
      assert.equal(answers.filter((answer) => answer === 'removed').length, 3)
      const [left, ...more] = (await accounts.findById(maria.id))?.factors ?? []
      assert.ok(left !== undefined && more.length === 0)
      assert.equal(await ownFactors.remove(maria.id, left.id, BY), 'last')
    }
  })

  test('A21 · a removal that races the mandate comes before it, or not at all', async () => {
    const { ownFactors, accounts, companies } = stage().directory
    for (let round = 0; round < 10; round++) {
      const { id, companyId, phone } = await enrolled()
      let latched = false
      const latch = companies
        .latchMandate({ companyId, latchedAt: NOW, latchedBy: 'policy' }, null)
        .then(() => (latched = true))
      if (round % 2 === 0) await latch
      const begunUnderMandate = latched
      const [answer] = await Promise.all([ownFactors.remove(id, phone.id, BY), latch])
      if (begunUnderMandate) assert.equal(answer, 'last')
      assert.equal((await accounts.findById(id))?.factors.length, answer === 'last' ? 1 : 0)
    }
  })
}
