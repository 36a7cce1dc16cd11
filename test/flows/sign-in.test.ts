import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachStoreSet } from '../support/store-sets.ts'
import { CHALLENGE, ENROLL_PHONE, enrollPhone, PASSWORD, signIn, startGateway } from '../support/gateway.ts'

eachStoreSet((stores) => {
  test('A1 A2 · a navigation is sent to the sign-in page and comes back to exactly its address', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = gate.visitor()
    const asked = '/cases?id=7&view=full&q=%7Bx%7D|y'
    const turned = await maria.get(asked)
    assert.equal(turned.status, 303)
    assert.equal(turned.location, `/_gatehouse/sign-in?next=${encodeURIComponent(asked)}`)

    const page = await maria.get(turned.location ?? '')
    assert.equal(page.status, 200)
    const next = /name="next" value="([^"]*)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&')
    assert.equal(next, asked)
    await gate.enrolled('maria')
    await signIn(maria, 'maria', { next: asked })
    const proved = await maria.post(CHALLENGE, { code: gate.lastCode() })
    assert.equal(proved.status, 303)
    assert.equal(proved.location, asked)
    assert.equal((await maria.get(asked)).text, `portal says ${asked}`)
    assert.deepEqual(
      gate.upstream.received.map(({ url }) => url),
      [asked],
    )
  })

  test('A2 · an address too long to come back to leads to its page, or to the first, and never to nowhere', async (t) => {
    const gate = await startGateway(t, { stores })
    const query = '%20'.repeat(4000)
    for (const [asked, next] of [
      [`/cases?${query.slice(0, 6000)}`, `/cases?${query.slice(0, 6000)}`],
      [`/cases?${query}`, '/cases'],
      [`/${'&'.repeat(5000)}`, '/'],
    ] as const) {
      const turned = await gate.visitor().get(asked)
      assert.equal(turned.location, `/_gatehouse/sign-in?next=${encodeURIComponent(next)}`)
      assert.equal((await gate.visitor().get(turned.location ?? '')).status, 200)
    }
  })

  test('A2 · what is no navigation gets 401 and JSON, and reaches nothing', async (t) => {
    const gate = await startGateway(t, { stores })
    const answer = await gate.visitor().fetch('/api/cases')
    assert.equal(answer.status, 401)
    assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json/)
    assert.equal((JSON.parse(answer.text) as { code: string }).code, 'sign_in_required')
    assert.deepEqual(gate.upstream.received, [])
  })

  test('A4 · between password and second factor no portal content is reachable', async (t) => {
    const gate = await startGateway(t, { stores })
    for (const name of ['maria', 'carl', 'dora'] as const) {
      const person = gate.visitor()
      assert.equal((await signIn(person, name)).location, ENROLL_PHONE, name)
      assert.equal((await person.get('/')).location, ENROLL_PHONE, name)
      assert.equal((await person.fetch('/')).status, 401, name)
      await gate.enrolled(name)
      assert.equal((await person.get('/')).location, CHALLENGE, `${name}: the factor enrolled elsewhere is owed now`)
    }
    assert.deepEqual(
      gate.upstream.received.map(({ url }) => url),
      [],
    )
  })

  test('A5 R9 · unknown names and wrong passwords get the same bytes', async (t) => {
    const gate = await startGateway(t, { stores })
    const form = { password: 'wrong horse battery staple', next: '/' }
    const wrong = await gate.visitor().post('/_gatehouse/sign-in', { ...form, username: 'maria@northwind.example' })
    const unknown = await gate.visitor().post('/_gatehouse/sign-in', { ...form, username: 'nobody@northwind.example' })
    assert.equal(wrong.status, 422)
    assert.equal(unknown.status, wrong.status)
    assert.equal(unknown.text.replaceAll('nobody@', 'maria@'), wrong.text)
    assert.match(wrong.text, /That username and password don&#39;t match\./)
    assert.doesNotMatch(wrong.text, /wrong horse/)
    assert.equal(wrong.headers['set-cookie'], undefined)
  })

  test('R4 · Guessing at a password is slowed, for names that exist and for names that do not', async (t) => {
    const gate = await startGateway(t, { stores })
    for (const username of ['maria@northwind.example', 'nobody@northwind.example']) {
      const statuses: number[] = []
      for (let i = 0; i < 11; i++) {
        statuses.push((await gate.visitor().post('/_gatehouse/sign-in', { username, password: `guess ${i}` })).status)
      }
      assert.deepEqual(statuses, [...Array<number>(10).fill(422), 429], username)
    }
    const elsewhere = await signIn(gate.visitor({ from: '127.0.0.9' }), 'maria')
    assert.equal(elsewhere.location, ENROLL_PHONE, 'the owner signs in from elsewhere')
  })

  test('A6 R1 · a new session id at sign-in and at each rise; the old ones are dead', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    const waiting = maria.copy()
    await maria.post(CHALLENGE, { code: gate.lastCode() })
    assert.notEqual(maria.cookieHeader, waiting.cookieHeader)
    assert.equal((await maria.get('/')).status, 200)
    assert.match((await waiting.get('/')).location ?? '', /^\/_gatehouse\/sign-in/)
    assert.match((await waiting.get(CHALLENGE)).location ?? '', /^\/_gatehouse\/sign-in/)

    const before = maria.copy()
    await signIn(maria, 'maria')
    assert.notEqual(maria.cookieHeader, before.cookieHeader)
    assert.match((await before.get('/')).location ?? '', /^\/_gatehouse\/sign-in/)
  })

  test('A6 · signing out ends the session for whoever holds its cookie, at once', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    const copy = maria.copy()
    assert.equal((await copy.get('/')).status, 200)
    const out = await maria.post('/_gatehouse/sign-out')
    assert.equal(out.status, 303)
    assert.match(String(out.headers['clear-site-data']), /"cache"/)
    assert.match((await copy.get('/')).location ?? '', /^\/_gatehouse\/sign-in/)
    assert.equal((await copy.fetch('/')).status, 401)
  })

  test('R1 · the cookie is HttpOnly and SameSite=Lax, and the mark of who signed in is SameSite=Strict', async (t) => {
    const gate = await startGateway(t, { stores })
    const answer = await signIn(gate.visitor(), 'maria')
    const [mark = '', cookie = ''] = answer.headers['set-cookie'] ?? []
    assert.match(cookie, /^gatehouse=s%3A[\w-]{32}/)
    assert.match(cookie, /; HttpOnly; SameSite=Lax$/)
    assert.match(mark, /^gatehouse-person=v1\.[\w.-]+; Path=\/; HttpOnly; SameSite=Strict$/)
  })

  test('A3 · next never leads off the site', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example/', 'javascript:alert(1)']) {
      const maria = gate.visitor()
      await signIn(maria, 'maria', { next })
      assert.equal((await maria.post(CHALLENGE, { code: gate.lastCode() })).location, '/', next)
    }
  })

  test('Sessions end: after 15 minutes of waiting for the second factor, and after twelve hours in all', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const waiting = gate.visitor()
    await signIn(waiting, 'maria')
    const maria = await gate.signedIn('maria')
    gate.clock.advance(15 * 60_000)
    assert.match((await waiting.get(CHALLENGE)).location ?? '', /notice=expired$/)
    assert.equal((await maria.get('/')).status, 200)
    for (let minutes = 15; minutes + 50 < 12 * 60; minutes += 50) {
      gate.clock.advance(50 * 60_000)
      assert.equal((await maria.get('/')).status, 200, `in use after ${minutes + 50} minutes`)
    }
    gate.clock.advance(50 * 60_000)
    assert.match((await maria.get('/')).location ?? '', /^\/_gatehouse\/sign-in/, 'twelve hours are over')
  })

  // Redis counts idle time itself, by its own clock: its lifetimes are held in the session stores' contract.
  if (stores.name === 'embedded') {
    test('A session that is not used for an hour is over', async (t) => {
      const gate = await startGateway(t, { stores })
      const maria = await gate.signedIn('maria')
      gate.clock.advance(59 * 60_000)
      assert.equal((await maria.get('/')).status, 200)
      gate.clock.advance(60 * 60_000)
      assert.match((await maria.get('/')).location ?? '', /^\/_gatehouse\/sign-in/)
    })
  }

  test('The username is matched as people type it', async (t) => {
    const gate = await startGateway(t, { stores })
    const answer = await gate
      .visitor()
      .post('/_gatehouse/sign-in', { username: ' MARIA@Northwind.example ', password: PASSWORD, next: '/' })
    assert.equal(answer.location, ENROLL_PHONE)
  })

  test('A7 · enrolling a mobile leads to the portal in one go', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = gate.visitor()
    await signIn(maria, 'maria', { next: '/cases' })
    const done = await enrollPhone(gate, maria, { country: 'GB', phone: '07400 123456' })
    assert.equal(done.location, '/_gatehouse/enroll/done')
    const page = await maria.get('/_gatehouse/enroll/done')
    assert.match(page.text, /href="\/cases"/)
    assert.match(page.text, /Head office, we&#39;ll ask only every three weeks/)
    assert.equal((await maria.get('/cases')).status, 200)
  })
})
