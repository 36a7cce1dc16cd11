import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signIn, startGateway } from '../support/gateway.ts'
import { problemCode } from '../support/problem.ts'
import { eachStoreSet } from '../support/store-sets.ts'
import type { Visitor } from '../support/visitor.ts'

const EMPLOYEES = '/_gatehouse/admin/employees'

eachStoreSet((stores) => {
  test('A30 · the pencil opens Edit Employee; a name is saved, sorted and found under, and reaches the portal', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const place = await placeOf(ada, 'maria')
    const { text } = await ada.get(place)
    assert.match(text, /<h1>Edit Employee<\/h1>/)
    assert.match(text, /name="name"[^>]* value="maria"/)
    assert.match(text, /Not enrolled/)

    assert.equal((await ada.post(place, { name: '  Åsa Lindqvist ' })).location, `${place}?saved=1`)
    assert.match((await ada.get(`${place}?saved=1`)).text, /role="status"><p>Saved\.[^]*value="Åsa Lindqvist"/)
    assert.match((await ada.get(`${EMPLOYEES}?search=%C3%A5sa`)).text, /Åsa Lindqvist/)
    const maria = await gate.signedIn('maria')
    await maria.get('/')
    assert.match((await maria.get('/_gatehouse/account')).text, /<h1>Åsa Lindqvist<\/h1>/)
  })

  test('A30 R38 · what is no name is said beside the field, and nothing is saved', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const place = await placeOf(ada, 'maria')
    for (const name of ['', '   ', 'x'.repeat(201), 'two\nlines', 'bell\u0007']) {
      const { status, text } = await ada.post(place, { name })
      assert.equal(status, 422, JSON.stringify(name))
      assert.match(text, /id="name-fault"[^>]*>Enter a name/)
    }
    assert.equal((await ada.post(place, { name: '<b>"Maria"</b>' })).status, 303)
    assert.match((await ada.get(place)).text, /value="&lt;b&gt;&quot;Maria&quot;&lt;\/b&gt;"/)
  })

  test('A33 · whatever else is sent along changes nothing: no number, no factor, no role', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const place = await placeOf(ada, 'maria')
    const along = { cell_country: 'GB', cell_phone: '07400 123499', role: 'admin', phone: '+447400123499' }
    assert.equal((await ada.post(place, { name: 'Maria', ...along })).status, 303)
    const { text } = await ada.get(place)
    assert.match(text, /Cell phone number: none/)
    assert.match(text, /Not enrolled/)
    assert.match(text, /Member at/)
  })

  test('A31 · somebody of another company is 404, and so is nobody; members get 403', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const place = await placeOf(ada, 'maria')
    const maria = await gate.signedIn('maria')
    for (const answer of [await maria.get(place), await maria.post(place, { name: 'X' })])
      assert.equal(answer.status, 403)
    assert.equal(problemCode(await maria.fetch(place)), 'forbidden')

    const carl = await gate.signedIn('carl')
    await carl.post('/_gatehouse/sign-out')
    const signedOut = gate.logged.findLast((line) => line.includes('"sign_out"')) ?? ''
    const [, carlId = ''] = /"accountId":"([^"]+)"/.exec(signedOut) ?? []
    assert.notEqual(carlId, '')
    for (const id of [carlId, 'nobody', '%00', '..%2f', 'x'.repeat(100), '__proto__']) {
      const there = `${EMPLOYEES}/${id}`
      assert.ok([400, 404].includes((await ada.get(there)).status), id)
      assert.ok([400, 404].includes((await ada.post(there, { name: 'X' })).status), id)
    }
    assert.equal((await ada.get(`${EMPLOYEES}/${carlId}`)).status, 404)
  })

  test('R11 R35 · neither who owes a second factor nor another site changes anything', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const place = await placeOf(ada, 'maria')
    const waiting = gate.visitor()
    await signIn(waiting, 'ada')
    assert.equal((await waiting.get(place)).location, '/_gatehouse/challenge')
    assert.equal((await waiting.post(place, { name: 'X' })).location, '/_gatehouse/challenge')
    assert.equal((await ada.post(place, { name: 'X' }, { 'Sec-Fetch-Site': 'cross-site' })).status, 403)
    assert.match((await ada.get(place)).text, /name="name"[^>]* value="maria"/)
  })
})

/** Where the pencil beside this person leads. */
async function placeOf(admin: Visitor, name: string): Promise<string> {
  const { text } = await admin.get(`${EMPLOYEES}?search=${name}`)
  const [, place] = /<a class="button" href="([^"]+\/employees\/[^"]+)"/.exec(text) ?? []
  return place ?? assert.fail(`${name} is not listed`)
}
