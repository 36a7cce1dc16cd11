import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  CHALLENGE,
  MOBILES,
  PASSWORD,
  PEOPLE,
  policyYaml,
  SIGN_IN,
  signIn,
  startGateway,
  type TestGateway,
} from '../support/gateway.ts'
import { ACCOUNT, keptIn, NEW_PASSWORD, PASSWORD_CARD, PROOF } from '../support/proof.ts'
import { eachStoreSet } from '../support/store-sets.ts'
import { otherCode, totpCode, typedKey } from '../support/totp.ts'
import type { Visitor } from '../support/visitor.ts'

const PHONE = `${ACCOUNT}/phone`
const PHONE_CODE = `${PHONE}/code`
const APPS = `${ACCOUNT}/apps`
const NEW_APP = `${APPS}/new`
const SESSIONS = `${ACCOUNT}/sessions`
const OFFICE = { from: '127.0.0.2' }
const NEW_NUMBER = { country: 'GB', phone: '07400 123499' }
const MINUTE = 60_000

eachStoreSet((stores) => {
  test('A34 · a name is saved by its own card, and reaches the menu; what is no name is said beside the field', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    assert.equal(
      (await maria.post(`${ACCOUNT}/profile`, { name: '  Åsa Lindqvist ' })).location,
      `${ACCOUNT}?done=profile`,
    )
    const { text } = await maria.get(`${ACCOUNT}?done=profile`)
    assert.match(text, /role="status"><p>Your profile is saved/)
    assert.match(text, /class="menu-name">Åsa Lindqvist</)
    const wrong = await maria.post(`${ACCOUNT}/profile`, { name: ' ' })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /id="name-fault"[^>]*>Enter a name/)
    assert.match(wrong.text, /<strong>Åsa Lindqvist<\/strong>/)
  })

  test('codes and notices come in the language that one chose; what is no language changes nothing', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    assert.match((await maria.get(ACCOUNT)).text, /<option value="en" lang="en" selected>English/)
    for (const language of ['de', 'xx', '']) {
      const saved = await maria.post(`${ACCOUNT}/profile`, { name: 'maria', language })
      assert.equal(saved.location, `${ACCOUNT}?done=profile`)
    }
    assert.match((await maria.get(ACCOUNT)).text, /<option value="de" lang="de" selected>Deutsch/)
    await signIn(gate.visitor(), 'maria')
    assert.match(gate.sent.at(-1)?.text ?? '', /Ihr Code|Code für/)
  })

  test('A34 A32 · a new number counts after the old factor and a code to it; codes then go there only', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    assert.equal((await maria.post(PHONE, NEW_NUMBER)).location, PHONE_CODE)
    assert.equal(gate.sent.at(-1)?.to, '+447400123499')
    assert.match((await maria.get(ACCOUNT)).text, /402</, 'the old one counts until then')
    assert.equal((await maria.post(PHONE_CODE, { code: otherCode(gate.lastCode()) })).status, 422)
    const elsewhere = await otherBrowser(gate)
    await maria.post(PHONE, { country: 'GB', phone: '07400 123498' })
    const done = await maria.post(PHONE_CODE, { code: gate.lastCode() })
    assert.equal(done.location, `${ACCOUNT}?done=phone_changed`)
    assert.match((await maria.get(ACCOUNT)).text, /Codes go to [^.]*498</)
    assert.equal((await elsewhere.fetch('/')).status, 401, 'who got in by the old number is out')
    const notices = (await gate.told(3)).map(({ to }) => to)
    assert.deepEqual(notices.slice(1).toSorted(), ['+447400123402', PEOPLE.maria], 'the old number is told')

    const again = gate.visitor()
    assert.equal((await signIn(again, 'maria')).location, CHALLENGE)
    assert.equal(gate.sent.at(-1)?.to, '+447400123498')
  })

  test('A34 A25 · a trusted network stands in for no factor: the old one is asked for, whatever was passed before', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const maria = gate.visitor(OFFICE)
    assert.equal((await signIn(maria, 'maria')).location, '/')
    const asked = await maria.post(PHONE, NEW_NUMBER)
    const [, kept = ''] = /\?for=([\w-]+)$/.exec(asked.location ?? '') ?? []
    assert.equal(gate.sent.at(-1)?.to, '+447400123402', 'to the old number')
    const proved = await maria.post('/_gatehouse/proof', { for: kept, code: gate.lastCode() })
    assert.equal(proved.location, PHONE_CODE, 'nothing was typed again')
    assert.equal(gate.sent.at(-1)?.to, '+447400123499')
    assert.equal((await maria.post(PHONE_CODE, { code: gate.lastCode() })).location, `${ACCOUNT}?done=phone_changed`)
  })

  test('A34 · a proof for something else meanwhile does not mix up the codes: each proves the number it went to', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    await maria.post(PHONE, NEW_NUMBER)
    const toNew = gate.lastCode()
    gate.clock.advance(11 * MINUTE)
    const { location } = await maria.post(PASSWORD_CARD, NEW_PASSWORD)
    const [, kept = ''] = /\?for=([\w-]+)$/.exec(location ?? '') ?? []
    await maria.post('/_gatehouse/proof', { for: kept, password: PASSWORD })
    const toOld = gate.lastCode()
    assert.equal(gate.sent.at(-1)?.to, '+447400123402')
    assert.match((await maria.get(PHONE_CODE)).text, /How should we send a code to/)
    for (const code of [toOld, toNew]) {
      assert.ok(
        (await maria.post(PHONE_CODE, { code })).location?.startsWith('/_gatehouse/proof'),
        'the factor is still owed',
      )
    }
    assert.match((await maria.get(ACCOUNT)).text, /Codes go to [^.]*402</)
  })

  test('A26 · after a new number the office asks for a code again', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria', OFFICE)
    assert.equal((await signIn(gate.visitor(OFFICE), 'maria')).location, '/')
    await maria.post(PHONE, NEW_NUMBER)
    await maria.post(PHONE_CODE, { code: gate.lastCode() })
    assert.equal((await signIn(gate.visitor(OFFICE), 'maria')).location, CHALLENGE)
  })

  test('A7 A8 · a bad number and one that may be no mobile bring the page again; a code can be called', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    const sent = gate.sent.length
    const bad = await maria.post(PHONE, { country: 'GB', phone: '12' })
    assert.equal(bad.status, 422)
    assert.match(bad.text, /id="phone-fault"/)
    assert.match(bad.text, /value="12"/)
    const same = await maria.post(PHONE, { country: 'GB', phone: MOBILES.maria })
    assert.equal(same.status, 422)
    assert.match(same.text, /That is the number you have already/)
    const canadian = { country: 'CA', phone: '506-234-5678' }
    assert.match((await maria.post(PHONE, canadian)).text, /id="may-be-no-mobile"/)
    assert.equal(gate.sent.length, sent)
    assert.equal((await maria.post(PHONE, { ...canadian, anyway: '1' })).location, PHONE_CODE)
    gate.clock.advance(MINUTE)
    assert.equal((await maria.post(`${PHONE_CODE}/delivery`, { channel: 'call' })).location, PHONE_CODE)
    assert.equal(gate.sent.at(-1)?.channel, 'call')
    assert.equal((await maria.post(PHONE_CODE, { code: gate.lastCode() })).location, `${ACCOUNT}?done=phone_changed`)
    assert.equal((await maria.get(PHONE_CODE)).location, ACCOUNT)
  })

  test('A14 · several authenticator apps, each by its own code; any of them lets one in', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    const first = await addApp(gate, maria, 'Work phone')
    gate.clock.advance(30_000)
    const second = await addApp(gate, maria, '')
    const { text } = await maria.get(`${ACCOUNT}?done=app_added`)
    assert.match(text, /The app is added/)
    assert.match(text, /<strong id="app-0">Work phone<\/strong>/)
    assert.match(text, /<strong id="app-1">Authenticator app<\/strong>/)
    for (const key of [first, second]) {
      gate.clock.advance(MINUTE)
      const sent = gate.sent.length
      const visitor = gate.visitor()
      await signIn(visitor, 'maria')
      assert.equal(gate.sent.length, sent, 'an app needs no message')
      assert.match((await visitor.get(CHALLENGE)).text, /Try another way: a code by phone/)
      const code = totpCode(key, gate.clock.now())
      assert.equal((await visitor.post(CHALLENGE, { code })).location, '/')
      assert.equal((await visitor.copy().post(CHALLENGE, { code })).status, 303)
    }
    gate.clock.advance(MINUTE)
    const byPhone = gate.visitor()
    await signIn(byPhone, 'maria')
    await byPhone.post(`${CHALLENGE}/delivery`, { channel: 'sms' })
    assert.equal((await byPhone.post(CHALLENGE, { by: 'phone', code: gate.lastCode() })).location, '/')
  })

  test('A14 R3 · a wrong first code, a name that is none, a key that is gone: nothing is added', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    assert.equal((await maria.get(NEW_APP)).location, ACCOUNT)
    await maria.post(APPS)
    const key = typedKey((await maria.get(NEW_APP)).text)
    const right = totpCode(key, gate.clock.now())
    const wrong = await maria.post(NEW_APP, { name: 'Work', code: otherCode(right) })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /id="code-fault"/)
    assert.match(wrong.text, /value="Work"/)
    assert.equal((await maria.post(NEW_APP, { name: 'x'.repeat(51), code: right })).status, 422)
    assert.equal((await maria.post(NEW_APP, { code: right })).location, `${ACCOUNT}?done=app_added`)
    assert.equal((await maria.post(NEW_APP, { code: right })).location, ACCOUNT)
    assert.equal((await appPlaces(maria)).length, 1)
  })

  test('A26 · an app is renamed and removed; its codes are worth nothing then, and other sessions are over', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    const key = await addApp(gate, maria, 'Old phone')
    const [place = ''] = await appPlaces(maria)
    assert.equal((await maria.post(place, { name: 'Older phone' })).location, `${ACCOUNT}?done=app_renamed`)
    assert.match((await maria.get(place)).text, /<h1>Older phone<\/h1>/)
    assert.equal((await maria.post(place, { name: '' })).status, 422)
    const carl = await gate.signedIn('carl')
    for (const answer of [
      await carl.get(place),
      await carl.post(place, { name: 'X' }),
      await carl.post(`${place}/removal`),
    ]) {
      assert.equal(answer.status, 404, "somebody else's")
    }
    const elsewhere = await otherBrowser(gate, key)
    assert.equal((await maria.post(`${place}/removal`)).location, `${ACCOUNT}?done=app_removed`)
    assert.equal((await elsewhere.fetch('/')).status, 401)
    assert.equal((await maria.fetch('/')).status, 200)
    const subjects = (await gate.told(4)).filter(({ to }) => to === PEOPLE.maria).map(({ subject }) => subject)
    assert.match(subjects.join('; '), /added.*added.*removed/)
    gate.clock.advance(MINUTE)
    const again = gate.visitor()
    await signIn(again, 'maria')
    assert.equal((await again.post(CHALLENGE, { by: 'totp', code: totpCode(key, gate.clock.now()) })).status, 422)
    assert.equal((await again.post(CHALLENGE, { code: gate.lastCode() })).location, '/')
  })

  test('A21 · under a mandate the last factor stays, though two are removed at once', async (t) => {
    const gate = await startGateway(t, { stores, policy: policyYaml({ northwind: 'require_two_factor: true' }) })
    const maria = await gate.signedIn('maria')
    await addApp(gate, maria, 'Work phone')
    const [place = ''] = await appPlaces(maria)
    const answers = await Promise.all(
      [`${place}/removal`, `${PHONE}/removal`, `${place}/removal`, `${PHONE}/removal`].map((path) =>
        maria.copy().post(path),
      ),
    )
    assert.ok(answers.some(({ location }) => location?.startsWith(`${ACCOUNT}?done=`)))
    gate.clock.advance(MINUTE)
    const again = gate.visitor()
    assert.equal((await signIn(again, 'maria')).location, CHALLENGE, 'a factor is left')
  })

  test('A21 · the page of the last factor says why it stays, and a forged removal is refused', async (t) => {
    const gate = await startGateway(t, { stores, policy: policyYaml({ northwind: 'require_two_factor: true' }) })
    const maria = await gate.signedIn('maria')
    assert.match((await maria.get(PHONE)).text, /This is your only second factor, and your company asks everyone/)
    const refused = await maria.post(`${PHONE}/removal`)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /role="alert"[^>]*><p>This is your only second factor/)
  })

  test('A15 · without a mandate the last one may go: the next sign-in asks to set one up', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    assert.equal((await maria.post(`${PHONE}/removal`)).location, `${ACCOUNT}?done=phone_removed`)
    assert.equal((await signIn(gate.visitor(), 'maria')).location, '/_gatehouse/enroll/phone')
  })

  test('A12 · who put 2FA off sets it up from settings, by number or app, with the password as proof', async (t) => {
    const gate = await startGateway(t, { stores })
    for (const person of ['maria', 'carl'] as const) {
      const visitor = gate.visitor()
      await signIn(visitor, person)
      await visitor.post('/_gatehouse/enroll/later')
      if (person === 'carl') await addApp(gate, visitor, 'First')
      else {
        await visitor.post(PHONE, NEW_NUMBER)
        assert.equal(
          (await visitor.post(PHONE_CODE, { code: gate.lastCode() })).location,
          `${ACCOUNT}?done=phone_changed`,
        )
      }
      assert.equal((await signIn(gate.visitor(), person)).location, CHALLENGE)
    }
  })

  test('R8 A26 · a password: 15 characters alone, 8 with a factor, none that is tried first; other sessions and the 21 days end', async (t) => {
    const gate = await startGateway(t, { stores })
    const alone = gate.visitor()
    await signIn(alone, 'dora')
    await alone.post('/_gatehouse/enroll/later')
    assert.match(
      (await alone.post(PASSWORD_CARD, { 'new-password': 'fourteen chars' })).text,
      /Use at least 15 characters/,
    )
    assert.equal((await alone.post(PASSWORD_CARD, { 'new-password': 'fifteen chars!!' })).status, 303)

    const maria = await gate.signedIn('maria', OFFICE)
    const elsewhere = await otherBrowser(gate)
    for (const [typed, said] of [
      ['seven77', 'Use at least 8 characters'],
      ['password1', 'one of the passwords that are tried first'],
      [PEOPLE.maria, 'your username'],
    ] as const) {
      const answer = await maria.post(PASSWORD_CARD, { 'new-password': typed })
      assert.equal(answer.status, 422)
      assert.ok(answer.text.includes(said), typed)
      assert.doesNotMatch(answer.text, /id="new-password"[^>]*value=/)
    }
    // "ﬁ" is one character and two: NFKC makes them the same.
    assert.equal((await maria.post(PASSWORD_CARD, { 'new-password': 'ﬁve words of Ångström' })).status, 303)
    const told = await gate.told(3)
    assert.equal(told.filter(({ to, subject }) => to === PEOPLE.maria && /password/i.test(subject ?? '')).length, 1)
    assert.equal((await elsewhere.fetch('/')).status, 401)
    assert.equal((await maria.fetch('/')).status, 200)
    const form = { username: PEOPLE.maria, next: '/' }
    assert.equal((await gate.visitor().post(SIGN_IN, { ...form, password: PASSWORD })).status, 422)
    const spelled = 'five words of A\u030angstro\u0308m'
    const office = await gate.visitor(OFFICE).post(SIGN_IN, { ...form, password: spelled })
    assert.equal(office.location, CHALLENGE, 'the 21 days began anew')
  })

  test('where one is signed in: device, address and which is this one, which stands first; one is ended, or all others', async (t) => {
    const gate = await startGateway(t, { stores })
    const desk = await gate.signedIn('maria', { headers: { 'User-Agent': FIREFOX } })
    const phone = await gate.signedIn('maria', { from: '127.0.0.5', headers: { 'User-Agent': IPHONE } })
    const tablet = await gate.signedIn('maria', { from: '127.0.0.6' })
    await gate.signedIn('carl')
    gate.clock.advance(60_000)
    await phone.get(ACCOUNT)
    const { text } = await desk.get(ACCOUNT)
    assert.match(text, /Firefox on Windows<\/strong> <span class="tag">This one/)
    assert.ok(text.indexOf('Firefox on Windows') < text.indexOf('Safari on iPhone'), 'this one stands first')
    assert.match(text, /Safari on iPhone<\/strong><br>\s*<span class="quiet">From 127\.0\.0\.5/)
    assert.match(text, /Unknown device/)
    assert.equal(handlesIn(text).length, 2)
    for (const cookie of [phone, tablet, desk].map(({ cookieHeader }) => decodeURIComponent(cookieHeader))) {
      const [, id = 'none'] = /s:([^.]+)\./.exec(cookie) ?? []
      assert.ok(!text.includes(id), 'no session id stands in a page')
    }

    const [ofPhone = ''] = /From 127\.0\.0\.5[^]*?name="session" value="([^"]+)"/.exec(text)?.slice(1) ?? []
    assert.equal((await phone.fetch('/')).status, 200)
    const carl = await gate.signedIn('carl')
    await carl.post(SESSIONS, { session: ofPhone })
    assert.equal((await phone.fetch('/')).status, 200, 'nobody else ends it')
    assert.equal((await desk.post(SESSIONS, { session: ofPhone })).location, `${ACCOUNT}?done=session_ended`)
    assert.equal((await phone.fetch('/')).status, 401)
    assert.equal((await tablet.fetch('/')).status, 200)

    assert.equal((await desk.post(`${SESSIONS}/others`)).location, `${ACCOUNT}?done=sessions_ended`)
    assert.equal((await tablet.fetch('/')).status, 401)
    assert.equal((await desk.fetch('/')).status, 200)
    assert.equal(handlesIn((await desk.get(ACCOUNT)).text).length, 0)
  })

  test('R7 · a phone that is a factor no longer leaves its number on file, which its owner removes after a fresh proof', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    assert.match((await maria.get(PHONE)).text, /The number itself stays on file/)
    assert.equal((await maria.post(`${PHONE}/removal`)).location, `${ACCOUNT}?done=phone_removed`)
    const card = await maria.get(ACCOUNT)
    assert.match(card.text, /On file is [^]*402[^]*Remove number/)
    gate.clock.advance(11 * MINUTE)
    const kept = keptIn(await maria.post(`${PHONE}/removal`, { next: ACCOUNT }))
    const done = await maria.post(PROOF, { for: kept, password: PASSWORD })
    assert.equal(done.location, `${ACCOUNT}?done=number_removed`)
    const after = await maria.get(`${ACCOUNT}?done=number_removed`)
    assert.match(after.text, /role="status"><p>The number is on file no longer/)
    assert.doesNotMatch(after.text, /On file is/)
    assert.match(activityIn(after.text)[0] ?? '', /^Number removed/)
    assert.equal((await maria.post(`${PHONE}/removal`)).location, ACCOUNT, 'there is none any more')
  })

  test('where one is signed in says the company’s own network by its name, and what else is known of an address', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria', OFFICE)
    const { text } = await gate.signedIn('maria').then((here) => here.get(ACCOUNT))
    assert.match(text, /class="quiet">From Head office \(127\.0\.0\.2\) · since/)
    assert.match(text, /class="quiet">From 127\.0\.0\.1 \(this computer\) · since/)
    assert(activityIn(text).some((line) => line.endsWith('Head office (127.0.0.2)')))
    assert(activityIn(text).some((line) => line.endsWith('127.0.0.1 (this computer)')))
    // Carl's company has no such network.
    const carl = await gate.signedIn('carl', OFFICE)
    assert.doesNotMatch((await carl.get(ACCOUNT)).text, /Head office/)
    assert.equal((await maria.fetch('/')).status, 200)
  })

  test('R14 · recent activity tells what happened, the newest first, and what an admin did', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    await gate.visitor({ from: '127.0.0.9' }).post(SIGN_IN, { username: PEOPLE.maria, password: 'wrong' })
    gate.clock.advance(1000)
    await maria.post(PASSWORD_CARD, NEW_PASSWORD)
    const told = activityIn((await maria.get(ACCOUNT)).text)
    assert.deepEqual(
      told.map((line) => line.replace(/ 15 January.*/, '')),
      [
        'Password changed',
        'Wrong password',
        'Two-factor authentication set up · Phone',
        'Password right · A second factor had to be set up: the account had none yet',
        'Account added · by the operator',
      ],
    )
    assert.match(told[1] ?? '', /127\.0\.0\.9/)
    const carl = await gate.signedIn('carl')
    assert.doesNotMatch((await carl.get(ACCOUNT)).text, /Password changed|127\.0\.0\.9/)
  })

  test('R11 · whoever owes a second factor or is not signed in changes nothing, and neither does another site (R35)', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    await addApp(gate, maria, 'Work phone')
    const [place = ''] = await appPlaces(maria)
    const posts: [string, Record<string, string>][] = [
      [`${ACCOUNT}/profile`, { name: 'X' }],
      [PASSWORD_CARD, NEW_PASSWORD],
      [PHONE, NEW_NUMBER],
      [PHONE_CODE, { code: '123456' }],
      [`${PHONE}/removal`, {}],
      [APPS, {}],
      [NEW_APP, { code: '123456' }],
      [place, { name: 'X' }],
      [`${place}/removal`, {}],
      [SESSIONS, { session: 'x' }],
      [`${SESSIONS}/others`, {}],
    ]
    const waiting = gate.visitor()
    await signIn(waiting, 'maria')
    const before = gate.sent.length
    for (const [path, form] of posts) {
      assert.equal((await waiting.post(path, form)).location, CHALLENGE, path)
      assert.ok((await gate.visitor().post(path, form)).location?.startsWith(SIGN_IN), path)
      assert.equal((await maria.post(path, form, { 'Sec-Fetch-Site': 'cross-site' })).status, 403, path)
    }
    assert.equal(gate.sent.length, before)
    const { text } = await maria.get(ACCOUNT)
    assert.match(text, /<strong>maria<\/strong>/)
    assert.match(text, /Work phone/)
  })
})

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'

/** Maria in another browser, from another address: by a code, or by an app. */
async function otherBrowser(gate: TestGateway, key?: string): Promise<Visitor> {
  gate.clock.advance(MINUTE)
  const visitor = gate.visitor({ from: '127.0.0.7' })
  await signIn(visitor, 'maria')
  const code = key === undefined ? gate.lastCode() : totpCode(key, gate.clock.now())
  assert.equal((await visitor.post(CHALLENGE, { code })).status, 303)
  assert.equal((await visitor.fetch('/')).status, 200)
  return visitor
}

/** Adds an authenticator app, and answers its key. */
async function addApp(gate: TestGateway, visitor: Visitor, name: string): Promise<string> {
  assert.equal((await visitor.post(APPS)).location, NEW_APP)
  const key = typedKey((await visitor.get(NEW_APP)).text)
  const added = await visitor.post(NEW_APP, { name, code: totpCode(key, gate.clock.now()) })
  assert.equal(added.location, `${ACCOUNT}?done=app_added`)
  return key
}

async function appPlaces(visitor: Visitor): Promise<string[]> {
  const { text } = await visitor.get(ACCOUNT)
  return [...text.matchAll(/href="(\/_gatehouse\/account\/apps\/[^"]+)"/g)].map(([, place = '']) => place)
}

function handlesIn(html: string): string[] {
  return [...html.matchAll(/name="session" value="([^"]+)"/g)].map(([, handle = '']) => handle)
}

function activityIn(html: string): string[] {
  const [, list = ''] = /<ul class="activity">([^]*?)<\/ul>/.exec(html) ?? []
  return [...list.matchAll(/<li>([^]*?)<\/li>/g)].map(([, line = '']) =>
    line
      .replace(/<[^>]+>/g, '')
      .replace(/\s+/g, ' ')
      .trim(),
  )
}
