/*
 * A sign-up link is mailed to whatever address an admin has typed. Somebody with an admin's session asks for one again and again,
 * and the portal fills a stranger's mailbox, with words of theirs in the greeting, until its mail server is on every block list.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { audited, employeePlace, EMPLOYEES } from '../support/employees.ts'
import { startGateway } from '../support/gateway.ts'
import { startSmtpServer } from '../support/smtp-server.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const BO = { name: 'Bo Ek', username: 'bo@northwind.example', role: 'member', cell_country: 'GB', cell_phone: '' }
const MINUTE = 60_000

eachStoreSet((stores) => {
  test('one link a minute and five a day for one account, however many ask at once; the page says when', async (t) => {
    const gate = await startGateway(t, { stores, settings: 'session: { fresh_proof: 1h }' })
    const ada = await gate.signedIn('ada')
    await ada.post(`${EMPLOYEES}/new`, BO)
    const place = `${await employeePlace(ada, 'bo@')}/sign-up-link`
    await ada.get(place)
    const early = await ada.post(place)
    assert.equal(early.status, 429)
    assert.match(early.text, /You can make a new one from <time datetime="2026-01-15T09:01:00\.000Z">/)
    assert.doesNotMatch(early.text, /<button class="primary"|sign-up\?link=/)

    gate.clock.advance(MINUTE)
    assert.match((await ada.get(place)).text, /<button class="primary"/)
    const atOnce = await Promise.all(Array.from({ length: 6 }, () => ada.copy().post(place)))
    assert.deepEqual(
      atOnce.map(({ status }) => status).toSorted((a, b) => a - b),
      [303, 429, 429, 429, 429, 429],
    )
    for (let made = 3; made <= 5; made += 1) {
      gate.clock.advance(MINUTE)
      assert.equal((await ada.post(place)).status, 303)
      await ada.get(place)
    }
    gate.clock.advance(30 * MINUTE)
    const sixth = await ada.post(place)
    assert.equal(sixth.status, 429)
    assert.match(sixth.text, /from <time datetime="2026-01-16T09:00:00\.000Z">/)
    assert.equal(audited(gate, 'sign_up_link_made').filter(({ outcome }) => outcome === 'success').length, 5)
    const refused = audited(gate, 'sign_up_link_made').filter(({ outcome }) => outcome === 'refused')
    assert.equal(refused.length, 7)
    assert.equal(refused[0]?.['reason'], 'too_many')
    assert.equal(refused[0]?.['actor'], 'admin: ada@northwind.example')
  })

  test('no name of somebody new is a link in the greeting', async (t) => {
    const smtp = await startSmtpServer(t)
    const mail = `smtp: { host: 127.0.0.1, port: ${smtp.port}, security: none, from: no-reply@northwind.example }`
    const gate = await startGateway(t, { stores, settings: `delivery: { ${mail} }` })
    const ada = await gate.signedIn('ada')
    for (const [index, name] of ['You won: https://evil.example/prize', 'www.evil.example', 'Bo Ek'].entries()) {
      const added = await ada.post(`${EMPLOYEES}/new`, { ...BO, name, username: `bo${index}@northwind.example` })
      assert.equal(added.status, 303, name)
    }
    const broken = await ada.post(`${EMPLOYEES}/new`, { ...BO, name: 'Bo\nhttps://evil.example' })
    assert.equal(broken.status, 422)
    await gate.restart()
    const sent = smtp.received.filter(({ to }) => to.some((one) => one.startsWith('bo'))).map(({ data }) => data)
    assert.equal(sent.length, 3)
    for (const data of sent) assert.doesNotMatch(data, /evil/)
    assert.ok(sent.some((data) => data.includes('Hello bo0@northwind.example,')))
    assert.ok(sent.some((data) => data.includes('Hello Bo Ek,')))
  })
})
