import assert from 'node:assert/strict'
import { test } from 'node:test'
import { audited, employeePlace, EMPLOYEES } from '../support/employees.ts'
import { CHALLENGE, ENROLL_PHONE, PEOPLE, signIn, startGateway } from '../support/gateway.ts'
import { keptIn, provedByPhone } from '../support/proof.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const ACCOUNT = '/_gatehouse/account'

eachStoreSet((stores) => {
  test('A30 R14 · disable and enable: after a confirmation, at once, and in the trail under the admin’s name', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const maria = await gate.signedIn('maria')
    assert.equal((await maria.get('/')).status, 200)
    const place = await employeePlace(ada, 'maria')
    const asked = await ada.get(`${place}/access`)
    assert.match(asked.text, /<h1>Disable<\/h1>[^]*maria@northwind\.example/)
    assert.equal((await maria.get('/')).status, 200, 'nothing is done by looking')

    for (const form of [{}, { confirm: 'enable' }, { confirm: '1' }]) {
      assert.equal((await ada.post(`${place}/access`, form)).status, 422)
    }
    assert.equal((await maria.get('/')).status, 200)
    assert.equal((await ada.post(`${place}/access`, { confirm: 'disable' })).location, `${place}?done=disable`)
    assert.match((await ada.get(`${place}?done=disable`)).text, /role="status"><p>maria can&#39;t sign in any more/)
    assert.equal((await maria.get('/')).status, 303, 'signed out with the very next request')
    const again = gate.visitor()
    assert.equal((await signIn(again, 'maria')).status, 422)
    assert.match((await ada.get(place)).text, /Disabled since <time/)
    assert.match((await ada.get(`${EMPLOYEES}?status=disabled`)).text, /maria@/)

    assert.match((await ada.get(`${place}/access`)).text, /<h1>Enable<\/h1>/)
    assert.equal((await ada.post(`${place}/access`, { confirm: 'disable' })).status, 422, 'of a page of before')
    assert.equal((await ada.post(`${place}/access`, { confirm: 'enable' })).location, `${place}?done=enable`)
    assert.equal((await signIn(again, 'maria')).location, CHALLENGE)
    assert.deepEqual(
      audited(gate, 'account_').map(({ event, actor }) => [event, actor]),
      [
        ['account_disabled', 'admin: ada@northwind.example'],
        ['account_enabled', 'admin: ada@northwind.example'],
      ],
    )
  })

  test('A26 R7 · factors are reset: signed out at once, codes under way die, and a new one is set up', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const maria = await gate.signedIn('maria')
    const waiting = gate.visitor()
    gate.clock.advance(60_000)
    await signIn(waiting, 'maria')
    const code = gate.lastCode()
    const place = await employeePlace(ada, 'maria')
    assert.match((await ada.get(`${place}/factors`)).text, /can&#39;t be undone/)
    assert.equal(
      (await ada.post(`${place}/factors`, { confirm: 'reset_factors' })).location,
      `${place}?done=reset_factors`,
    )
    assert.equal((await maria.get('/')).status, 303)
    assert.notEqual((await waiting.post(CHALLENGE, { code })).location, '/')
    assert.equal((await waiting.get('/')).status, 303)
    assert.match((await ada.get(place)).text, /Not enrolled/)
    assert.equal((await ada.get(`${place}/factors`)).location, place, 'there is nothing left to reset')
    const told = (await gate.told(3)).at(-1)
    assert.equal(told?.to, PEOPLE.maria)
    assert.match(told?.text ?? '', /reset/)
    const anew = gate.visitor()
    assert.equal((await signIn(anew, 'maria')).location, ENROLL_PHONE)
  })

  test('A6 · sessions are ended everywhere, and the account may sign in again', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const [one, other] = [await gate.signedIn('maria'), gate.visitor()]
    await Promise.all([one.get('/'), other.get('/')])
    const place = await employeePlace(ada, 'maria')
    gate.clock.advance(60_000)
    assert.equal(
      (await ada.post(`${place}/sessions`, { confirm: 'end_sessions' })).location,
      `${place}?done=end_sessions`,
    )
    assert.equal((await one.get('/')).status, 303)
    gate.clock.advance(60_000)
    assert.equal((await (await gate.signedIn('maria')).get('/')).status, 200)

    const own = await employeePlace(ada, 'ada')
    assert.match((await ada.get(`${own}/sessions`)).text, /this one too/)
    await ada.post(`${own}/sessions`, { confirm: 'end_sessions' })
    assert.match((await ada.get(EMPLOYEES)).location ?? '', /sign-in/)
  })

  test('R7 · factors are reset and accounts disabled after a fresh proof alone, which carries on from there', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    await gate.enrolled('maria')
    const place = await employeePlace(ada, 'maria')
    gate.clock.advance(11 * 60_000)
    const kept = keptIn(await ada.post(`${place}/factors`, { confirm: 'reset_factors' }))
    assert.doesNotMatch((await ada.get(place)).text, /Not enrolled/)
    assert.equal((await provedByPhone(gate, ada, kept)).location, `${place}?done=reset_factors`)
    assert.match((await ada.get(place)).text, /Not enrolled/)
    gate.clock.advance(11 * 60_000)
    keptIn(await ada.post(`${place}/access`, { confirm: 'disable' }))
    keptIn(await ada.post(place, { role: 'admin' }))
    assert.match((await ada.get(place)).text, /<dd>Active[^]*Member at|Member at[^]*<dd>Active/)
    assert.equal(
      (await ada.post(`${place}/sessions`, { confirm: 'end_sessions' })).location,
      `${place}?done=end_sessions`,
    )
  })

  test('R3 · who is locked is unlocked, and may try at once', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    await gate.enrolled('maria')
    const maria = gate.visitor()
    gate.clock.advance(60_000)
    await signIn(maria, 'maria')
    const code = gate.lastCode()
    for (let wrong = 0; wrong < 5; wrong++) await maria.post(CHALLENGE, { code: '000000' })
    assert.equal((await maria.post(CHALLENGE, { code })).status, 429)
    const place = await employeePlace(ada, 'maria')
    assert.match((await ada.get(place)).text, /Locked after 5 wrong codes in a row/)
    assert.equal((await ada.post(`${place}/lock`, { confirm: 'unlock' })).location, `${place}?done=unlock`)
    assert.doesNotMatch((await ada.get(place)).text, /Locked/)
    for (let wrong = 0; wrong < 5; wrong++) await maria.post(CHALLENGE, { code: '000000' })
    assert.match((await ada.get(place)).text, /Locked after 10 wrong codes in a row/, 'they count on')
    gate.clock.advance(11 * 60_000)
    for (let wrong = 0; wrong < 5; wrong++) await maria.post(CHALLENGE, { code: '000000' })
    const kept = keptIn(await ada.post(`${place}/lock`, { confirm: 'unlock' }))
    assert.match((await ada.get(place)).text, /Locked after 15 wrong codes in a row/, 'R7: not without a fresh proof')
    assert.equal((await provedByPhone(gate, ada, kept)).location, `${place}?done=unlock`)
    const again = gate.visitor()
    await signIn(again, 'maria')
    assert.equal((await again.post(CHALLENGE, { code: gate.lastCode() })).location, '/')
  })

  test('A36 · nobody disables or resets themselves; what remains says where to do it instead', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    await ada.post(await employeePlace(ada, 'maria'), { role: 'admin' })
    const place = await employeePlace(ada, 'ada')
    const { text } = await ada.get(place)
    assert.doesNotMatch(text, new RegExp(`${place}/(access|factors)`))
    assert.match(text, /only another admin can unlock or disable it/)
    for (const [noun, confirm] of [
      ['access', 'disable'],
      ['factors', 'reset_factors'],
    ] as const) {
      const refused = await ada.post(`${place}/${noun}`, { confirm })
      assert.equal(refused.status, 422)
      assert.match(refused.text, /role="alert"[^>]*><p>You can&#39;t (disable|reset)/)
      assert.doesNotMatch(refused.text, /name="confirm"/)
    }
    assert.equal((await ada.get(ACCOUNT)).status, 200)
    assert.match((await ada.get(place)).text, /Phone <span class="quiet">since/)
  })

  test('A36 · of two admins who disable each other at once, one stays and may sign in', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const maria = await gate.signedIn('maria')
    const places = { ada: await employeePlace(ada, 'ada'), maria: await employeePlace(ada, 'maria') }
    await ada.post(places.maria, { role: 'admin' })
    const [byAda, byMaria] = await Promise.all([
      ada.post(`${places.maria}/access`, { confirm: 'disable' }),
      maria.post(`${places.ada}/access`, { confirm: 'disable' }),
    ])
    const still = await Promise.all([ada.get(EMPLOYEES), maria.get(EMPLOYEES)])
    assert.deepEqual(
      still.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 303],
    )
    const answers = [byAda, byMaria].map(({ status, text }) =>
      status === 422 ? /needs at least one admin/.test(text) : status,
    )
    assert.ok(answers.includes(303), String(answers))
    assert.ok(!answers.includes(false), String(answers))
  })

  test('A31 R11 R35 · not by members, not for another company, not with a factor owed, not from another site', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const maria = await gate.signedIn('maria')
    const place = `${await employeePlace(ada, 'maria')}/access`
    const own = `${await employeePlace(ada, 'ada')}/access`
    const form = { confirm: 'disable' }
    assert.equal((await maria.get(own)).status, 403)
    assert.equal((await maria.post(own, form)).status, 403)
    const waiting = gate.visitor()
    gate.clock.advance(60_000)
    await signIn(waiting, 'ada')
    assert.equal((await waiting.post(place, form)).location, CHALLENGE)
    assert.match((await gate.visitor().post(place, form)).location ?? '', /sign-in/)
    assert.equal((await ada.post(place, form, { 'Sec-Fetch-Site': 'cross-site' })).status, 403)

    const carl = await gate.signedIn('carl')
    await carl.post('/_gatehouse/sign-out')
    const { accountId } = audited(gate, 'sign_out').at(-1) ?? assert.fail('carl did not sign out')
    for (const noun of ['access', 'factors', 'sessions', 'lock']) {
      const there = `${EMPLOYEES}/${String(accountId)}/${noun}`
      assert.equal((await ada.get(there)).status, 404)
      assert.equal((await ada.post(there, form)).status, 404)
    }
    assert.equal((await maria.get('/')).status, 200)
  })
})
