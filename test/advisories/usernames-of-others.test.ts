/*
 * A username is given once over all companies, so whoever adds somebody learns whether one is taken. An admin of one company asks
 * for a list of addresses, one after the other or many at once, and knows who is a customer of whom; or takes names that others
 * will want.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { audited, EMPLOYEES } from '../support/employees.ts'
import { PEOPLE, startGateway } from '../support/gateway.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const NEW = `${EMPLOYEES}/new`
const BO = { name: 'Bo Ek', username: 'bo@northwind.example', role: 'member', cell_country: 'GB', cell_phone: '' }
const HOUR = 3_600_000

eachStoreSet((stores) => {
  test('twenty answers an hour say that a username is taken; then none says anything, whoever has it', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const atOnce = await Promise.all(
      Array.from({ length: 40 }, () => ada.copy().post(NEW, { ...BO, username: PEOPLE.carl })),
    )
    assert.deepEqual(
      atOnce.map(({ status }) => status).toSorted((a, b) => a - b),
      [...Array.from({ length: 20 }, () => 422), ...Array.from({ length: 20 }, () => 429)],
    )
    const [taken, free] = await Promise.all(
      [PEOPLE.carl, BO.username].map(async (username) => {
        const { status, text } = await ada.post(NEW, { ...BO, username })
        assert.equal(status, 429)
        assert.match(text, /id="username-fault"[^>]*>Nobody more can be added just now[^<]* Try again in 60 minutes/)
        return text.replaceAll(username, 'somebody')
      }),
    )
    assert.equal(taken, free)

    const refused = audited(gate, 'account_added')
    assert.deepEqual(
      ['username_taken', 'too_many'].map((word) => refused.filter(({ reason }) => reason === word).length),
      [20, 22],
    )
    for (const line of refused) {
      assert.equal(line['outcome'], 'refused')
      assert.equal(line['actor'], 'admin: ada@northwind.example')
      assert.equal(line['companyId'], 'northwind')
    }
    gate.clock.advance(HOUR)
    const later = await gate.signedIn('ada')
    assert.equal((await later.post(NEW, BO)).status, 303)
  })

  test('an admin adds a hundred people an hour, and these use up no answers', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    for (let index = 0; index < 100; index += 1) {
      const added = await ada.post(NEW, { ...BO, username: `bo${index}@northwind.example` })
      assert.equal(added.status, 303, `${index}: ${added.text}`)
    }
    assert.equal((await ada.post(NEW, BO)).status, 429)
    assert.equal(audited(gate, 'account_added').filter(({ outcome }) => outcome === 'success').length, 100)
  })
})
