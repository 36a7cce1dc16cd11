import assert from 'node:assert/strict'
import { test } from 'node:test'
import { employeePlace, EMPLOYEES } from '../support/employees.ts'
import { signIn, startGateway } from '../support/gateway.ts'
import { problemCode } from '../support/problem.ts'
import { eachStoreSet } from '../support/store-sets.ts'

eachStoreSet((stores) => {
  test('A30 · the pencil opens Edit Employee; a name is saved, sorted and found under, and reaches the portal', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const place = await employeePlace(ada, 'maria')
    const { text } = await ada.get(place)
    assert.match(text, /<h1>Edit Employee<\/h1>/)
    assert.match(text, /name="name"[^>]* value="maria"/)
    assert.match(text, /Not enrolled/)

    assert.equal((await ada.post(place, { name: '  Åsa Lindqvist ' })).location, `${place}?saved=1`)
    assert.match((await ada.get(`${place}?saved=1`)).text, /role="status">\s*<p>Saved\.[^]*value="Åsa Lindqvist"/)
    assert.match((await ada.get(`${EMPLOYEES}?search=%C3%A5sa`)).text, /Åsa Lindqvist/)
    const maria = await gate.signedIn('maria')
    await maria.get('/')
    assert.match((await maria.get('/_gatehouse/account')).text, /<strong>Åsa Lindqvist<\/strong>/)
  })

  test('A30 R38 · what is no name is said beside the field, and nothing is saved', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const place = await employeePlace(ada, 'maria')
    for (const name of ['', '   ', 'x'.repeat(201), 'two\nlines', 'bell\u0007']) {
      const { status, text } = await ada.post(place, { name })
      assert.equal(status, 422, JSON.stringify(name))
      assert.match(text, /id="name-fault"[^>]*>Enter a name/)
    }
    assert.equal((await ada.post(place, { name: '<b>"Maria"</b>' })).status, 303)
    assert.match((await ada.get(place)).text, /value="&lt;b&gt;&quot;Maria&quot;&lt;\/b&gt;"/)
  })

  test('A30 · name and role reach running gateways with the very next request', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const maria = await gate.signedIn('maria')
    await maria.get('/')
    const place = await employeePlace(ada, 'maria')
    await ada.post(place, { name: 'Maria Lindqvist', role: 'admin' })
    await maria.get('/')
    const { headers } = gate.upstream.received.at(-1) ?? assert.fail('nothing was forwarded')
    assert.equal(headers['x-gatehouse-name'], 'Maria Lindqvist')
    assert.equal(headers['x-gatehouse-role'], 'admin')
    assert.equal((await maria.get(EMPLOYEES)).status, 200)
    await ada.post(place, { role: 'member' })
    assert.equal((await maria.get(EMPLOYEES)).status, 403)
    assert.match((await ada.get(place)).text, /value="Maria Lindqvist"/, 'what is not sent stays as it is')
  })

  test('A30 · the desk phone is kept as it is written, and what is none is said beside it, with all that was typed', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const place = await employeePlace(ada, 'maria')
    await ada.post(place, { name: 'maria', role: 'member', desk_phone: ' +44 161 496 0000  ext. 12 ' })
    assert.match((await ada.get(place)).text, /name="desk_phone"[^>]* value="\+44 161 496 0000 ext\. 12"/)
    const wrong = await ada.post(place, { name: 'Mia', role: 'admin', desk_phone: 'ask <b>Bo</b>' })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /id="desk_phone-fault"/)
    assert.match(wrong.text, /value="Mia"[^]*<option value="admin" selected>[^]*value="ask &lt;b&gt;Bo&lt;\/b&gt;"/)
    const { text } = await ada.get(place)
    assert.match(text, /value="maria"[^]*<option value="member" selected>/, 'nothing of it was saved')
    await ada.post(place, { name: 'maria', role: 'member', desk_phone: '' })
    assert.match((await ada.get(place)).text, /name="desk_phone"[^>]* value=""/)
  })

  test('A33 · whatever else is sent along changes nothing: no factor, no other account', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const place = await employeePlace(ada, 'maria')
    const along = { phone: '+447400123499', username: 'x@northwind.example', company: 'fabrikam', enrolled_at: '1' }
    assert.equal((await ada.post(place, { name: 'Maria', ...along })).status, 303)
    const { text } = await ada.get(place)
    assert.match(text, /<dt>Cell phone number<\/dt>\s*<dd>None/)
    assert.match(text, /Not enrolled/)
    assert.match(text, /Member at/)
    assert.match(text, /maria@northwind\.example/)
  })

  test('A36 · the last admin keeps the role, and the sentence beside the field says why', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const place = await employeePlace(ada, 'ada')
    for (const more of [{}, { give_up_admin: '1' }]) {
      const refused = await ada.post(place, { name: 'Ada L', role: 'member', ...more })
      assert.equal(refused.status, 422)
      assert.match(
        refused.text,
        /id="role-fault"[^>]*>Northwind IT needs at least one admin\. Make somebody else admin first\./,
      )
      assert.match(refused.text, /value="Ada L"/)
    }
    const { text } = await ada.get(place)
    assert.match(text, /Admin at/)
    assert.match(text, /value="ada"/, 'all of it or nothing')
    assert.equal((await ada.post(place, { name: 'ada', role: 'owner' })).status, 422)
  })

  test('A36 · one of several admins gives the role up only after saying so in words', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    await ada.post(await employeePlace(ada, 'maria'), { role: 'admin' })
    const place = await employeePlace(ada, 'ada')
    const asked = await ada.post(place, { name: 'ada', role: 'member' })
    assert.equal(asked.status, 422)
    assert.match(asked.text, /name="give_up_admin" type="checkbox"/)
    assert.equal((await ada.get(EMPLOYEES)).status, 200)
    const done = await ada.post(place, { name: 'ada', role: 'member', give_up_admin: '1' })
    assert.equal(done.location, '/_gatehouse/account')
    assert.equal((await ada.get(EMPLOYEES)).status, 403)
  })

  test('A36 · of two admins who take the role from each other at once, one stays', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const maria = await gate.signedIn('maria')
    const places = { ada: await employeePlace(ada, 'ada'), maria: await employeePlace(ada, 'maria') }
    for (let round = 0; round < 5; round++) {
      const admin = (await ada.get(EMPLOYEES)).status === 200 ? ada : maria
      await admin.post(admin === ada ? places.maria : places.ada, { role: 'admin' })
      await Promise.all([ada.post(places.maria, { role: 'member' }), maria.post(places.ada, { role: 'member' })])
      const still = await Promise.all([ada.get(EMPLOYEES), maria.get(EMPLOYEES)])
      assert.deepEqual(
        still.map(({ status }) => status).toSorted((a, b) => a - b),
        [200, 403],
      )
    }
  })

  test('a page that nothing can be sent to in that way says which way it knows', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const place = await employeePlace(ada, 'maria')
    for (const [path, allow] of [
      [place, 'GET, HEAD, POST'],
      [`${place}/factors`, 'GET, HEAD, POST'],
      [EMPLOYEES, 'GET, HEAD'],
      ['/_gatehouse', 'GET, HEAD'],
    ] as const) {
      const answer = await fetch(new URL(path, gate.origin), { method: 'DELETE', redirect: 'manual' })
      assert.equal(answer.status, 405, path)
      assert.equal(answer.headers.get('allow'), allow, path)
    }
    assert.equal((await ada.get(`${place}/`)).status, 404)
    assert.equal((await ada.get(`${place}/password`)).status, 404)
  })

  test('A31 · somebody of another company is 404, and so is nobody; members get 403', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const place = await employeePlace(ada, 'maria')
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
    const place = await employeePlace(ada, 'maria')
    const waiting = gate.visitor()
    await signIn(waiting, 'ada')
    assert.equal((await waiting.get(place)).location, '/_gatehouse/challenge')
    assert.equal((await waiting.post(place, { name: 'X' })).location, '/_gatehouse/challenge')
    assert.equal((await ada.post(place, { name: 'X' }, { 'Sec-Fetch-Site': 'cross-site' })).status, 403)
    assert.match((await ada.get(place)).text, /name="name"[^>]* value="maria"/)
  })
})
