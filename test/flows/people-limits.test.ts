import assert from 'node:assert/strict'
import { test } from 'node:test'
import { audited, EMPLOYEES } from '../support/employees.ts'
import { PEOPLE, startGateway } from '../support/gateway.ts'
import { ACCOUNT } from '../support/proof.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const NEW = `${EMPLOYEES}/new`
const BO = { name: 'Bo Ek', username: 'bo@northwind.example', role: 'member', cell_country: 'GB', cell_phone: '' }
const CY = { ...BO, name: 'Cy', username: 'cy@northwind.example' }
const HOUR = 3_600_000

eachStoreSet((stores) => {
  test('people_per_company_per_day holds for all admins, and says when there is room again', async (t) => {
    const gate = await startGateway(t, { stores, settings: 'sign_up: { people_per_company_per_day: 1 }' })
    const ada = await gate.signedIn('ada')
    const atOnce = await Promise.all([BO, CY].map((one) => ada.copy().post(NEW, one)))
    assert.deepEqual(
      atOnce.map(({ status }) => status).toSorted((a, b) => a - b),
      [303, 429],
    )
    const refused = atOnce.find(({ status }) => status === 429)?.text ?? ''
    assert.match(
      refused,
      /id="username-fault"[^>]*>Nobody more can be added just now[^<]* Try again in (24 hours|1 day)/,
    )
    gate.clock.advance(24 * HOUR)
    const later = await gate.signedIn('ada')
    const left = atOnce[0]?.status === 429 ? BO : CY
    assert.equal((await later.post(NEW, left)).status, 303)
  })

  test('people_per_admin_per_hour and taken_per_company_per_day hold', async (t) => {
    const settings = 'sign_up: { people_per_admin_per_hour: 1, taken_per_company_per_day: 1 }'
    const gate = await startGateway(t, { stores, settings })
    const ada = await gate.signedIn('ada')
    const taken = await ada.post(NEW, { ...BO, username: PEOPLE.carl })
    assert.equal(taken.status, 422)
    assert.match(taken.text, /id="username-fault"/)
    assert.equal((await ada.post(NEW, BO)).status, 429, 'no answer is left, so nobody is asked about')
    gate.clock.advance(24 * HOUR)
    const later = await gate.signedIn('ada')
    assert.equal((await later.post(NEW, BO)).status, 303)
    assert.equal((await later.post(NEW, CY)).status, 429)
  })

  test('links_per_company_per_day: beyond it the page says when the next may be made', async (t) => {
    const gate = await startGateway(t, { stores, settings: 'sign_up: { links_per_company_per_day: 1 }' })
    const ada = await gate.signedIn('ada')
    assert.equal((await ada.post(NEW, BO)).status, 303)
    const { location } = await ada.post(NEW, CY)
    assert.match(location ?? '', /\/sign-up-link$/, 'Cy is added all the same')
    const page = await ada.get(location ?? '')
    assert.doesNotMatch(page.text, /sign-up\?link=/)
    assert.match(page.text, /(24 hours|1 day|16 January 2026)/)
    assert.equal((await ada.post(location ?? '')).status, 429)
    assert(
      audited(gate, 'sign_up_link_made').some(({ outcome, reason }) => outcome === 'refused' && reason === 'too_many'),
    )
  })

  test('mails_per_account_per_day: beyond it the change is made, the notice is not sent, and the trail says so', async (t) => {
    const gate = await startGateway(t, { stores, settings: 'notices: { mails_per_account_per_day: 1 }' })
    const maria = await gate.signedIn('maria')
    await gate.told(1)
    const changed = await maria.post(`${ACCOUNT}/password`, { 'new-password': 'another horse, another staple' })
    assert.equal(changed.location, `${ACCOUNT}?done=password`)
    await gate.restart()
    assert.equal(gate.notices.length, 1)
    assert(audited(gate, 'notice_sent').some(({ reason }) => reason === 'password_changed:email:too_many'))
  })
})
