import assert from 'node:assert/strict'
import { test } from 'node:test'
import { audited, employeePlace, EMPLOYEES } from '../support/employees.ts'
import { ENROLL_PHONE, enrollPhone, policyYaml, SIGN_IN, signIn, startGateway } from '../support/gateway.ts'
import { problemCode } from '../support/problem.ts'
import { keptIn, provedByPhone } from '../support/proof.ts'
import { startSmtpServer } from '../support/smtp-server.ts'
import { eachStoreSet } from '../support/store-sets.ts'
import type { Visitor } from '../support/visitor.ts'

const NEW = `${EMPLOYEES}/new`
const SIGN_UP = '/_gatehouse/sign-up'
const BO = { name: 'Bo Ek', username: 'Bo@Northwind.example', role: 'member', cell_country: 'GB', cell_phone: '' }
const CHOSEN = { 'new-password': 'three blind horses, one battery' }
const MINUTE = 60_000
const DAY = 24 * 3_600_000

eachStoreSet((stores) => {
  test('an admin adds somebody, who sets a password by the link, signs in and enrolls', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    assert.match((await ada.get(EMPLOYEES)).text, new RegExp(`href="${NEW}"`))
    assert.match((await ada.get(NEW)).text, /<h1>Add Employee<\/h1>/)
    const link = await linkOf(ada, BO)
    assert.match((await ada.get(`${EMPLOYEES}?status=invited`)).text, /bo@northwind\.example[^]*Has not signed up yet/)

    const bo = gate.visitor()
    const opened = await bo.get(link)
    assert.equal(opened.location, SIGN_UP, 'the secret leaves the address at once')
    assert.equal(opened.headers['referrer-policy'], 'no-referrer')
    assert.equal(opened.headers['cache-control'], 'no-store')
    const page = await bo.get(SIGN_UP)
    assert.match(page.text, /Welcome, <strong>Bo Ek<\/strong>/)
    assert.equal(page.headers['referrer-policy'], 'no-referrer')
    const done = await bo.post(SIGN_UP, CHOSEN)
    assert.equal(done.location, `${SIGN_IN}?notice=signed_up`)
    assert.match((await bo.get(done.location)).text, /Your password is set\./)
    const credentials = { username: 'bo@northwind.example', password: CHOSEN['new-password'], next: '/' }
    assert.equal((await bo.post(SIGN_IN, credentials)).location, ENROLL_PHONE)
    assert.equal((await enrollPhone(gate, bo, { country: 'GB', phone: '07400 123455' })).status, 303)
    assert.equal((await bo.get('/')).status, 200)
    assert.match((await ada.get(`${EMPLOYEES}?search=bo%40`)).text, /Enrolled/)
  })

  test('R14 · the trail says who added, made the link and signed up; the secret is in no line of log or trail', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const link = await linkOf(ada, BO)
    const bo = gate.visitor()
    await bo.get(link)
    await bo.get(link.slice(0, -1))
    await bo.fetch(link)
    await bo.post(SIGN_UP, CHOSEN)
    await bo.get(link)
    const actor = 'admin: ada@northwind.example'
    assert.deepEqual(
      ['account_added', 'sign_up_link_made', 'signed_up'].map((event) => audited(gate, event)[0]?.['actor']),
      [actor, actor, null],
    )
    const secret = link.split('.').at(-1) ?? ''
    assert.equal(secret.length, 43)
    for (const line of gate.logged) assert.ok(!line.includes(secret.slice(0, 20)), line)
  })

  test('the link is shown once, and works once: of many who use it at the same time, one sets the password', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const link = await linkOf(ada, BO)
    const place = await employeePlace(ada, 'bo@')
    const later = await ada.get(`${place}/sign-up-link`)
    assert.doesNotMatch(later.text, /sign-up\?link=/)
    assert.match(later.text, /shown once and is kept nowhere/)

    const rivals = Array.from({ length: 5 }, () => gate.visitor())
    for (const rival of rivals) await rival.get(link)
    const answers = await Promise.all(
      rivals.map((rival, index) => rival.post(SIGN_UP, { 'new-password': `horses of rival number ${index}` })),
    )
    const won = answers.findIndex(({ status }) => status === 303)
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [303, 410, 410, 410, 410],
    )
    const password = `horses of rival number ${won}`
    const form = { username: 'bo@northwind.example', password, next: '/' }
    assert.equal((await gate.visitor().post(SIGN_IN, form)).status, 303)
    assert.equal((await gate.visitor().get(link)).status, 410)
    assert.equal(audited(gate, 'signed_up').length, 1)
    assert.equal((await ada.get(`${place}/sign-up-link`)).location, place, 'nothing is left to sign up for')
    assert.equal((await ada.post(`${place}/sign-up-link`)).location, place)
  })

  test('a new link ends the old one, one that was opened too; each ends by itself, and with the account', async (t) => {
    const gate = await startGateway(t, { stores, settings: 'sign_up: { link_life: 2d }' })
    const ada = await gate.signedIn('ada')
    const first = await linkOf(ada, BO)
    const early = gate.visitor()
    await early.get(first)
    const place = await employeePlace(ada, 'bo@')
    assert.match((await ada.get(place)).text, new RegExp(`href="${place}/sign-up-link"`))
    gate.clock.advance(MINUTE)
    assert.equal((await ada.post(`${place}/sign-up-link`)).location, `${place}/sign-up-link`)
    const second = shownLink(await ada.get(`${place}/sign-up-link`))
    assert.notEqual(second, first)
    assert.equal((await gate.visitor().get(first)).status, 410)
    assert.equal((await early.post(SIGN_UP, CHOSEN)).status, 410)
    const over = await gate.visitor().get(`${second.split('.')[0]}.${'A'.repeat(43)}`)
    assert.equal(over.status, 410)
    assert.match(over.text, /This link doesn&#39;t work any more/)

    await ada.post(`${place}/access`, { confirm: 'disable' })
    assert.equal((await gate.visitor().get(second)).status, 410)
    await ada.post(`${place}/access`, { confirm: 'enable' })
    assert.equal((await gate.visitor().get(second)).status, 410, 'it was ended for good')
    gate.clock.advance(MINUTE)
    await ada.post(`${place}/sign-up-link`)
    const third = shownLink(await ada.get(`${place}/sign-up-link`))
    const slow = gate.visitor()
    assert.equal((await slow.get(third)).location, SIGN_UP)
    gate.clock.advance(2 * DAY)
    assert.equal((await slow.post(SIGN_UP, CHOSEN)).status, 410)
    assert.equal((await gate.visitor().get(third)).status, 410)
  })

  test('R8 · a password that may stand alone has fifteen characters; under a mandate eight will do; none is common', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const bo = gate.visitor()
    await bo.get(await linkOf(ada, BO))
    assert.match((await bo.get(SIGN_UP)).text, /At least 15 characters/)
    for (const password of ['', 'fourteen chars', 'passwordpassword', 'bo@northwind.example']) {
      const weak = await bo.post(SIGN_UP, { 'new-password': password })
      assert.equal(weak.status, 422, password)
      assert.match(weak.text, /id="new-password-fault"/)
      assert.doesNotMatch(weak.text, /name="new-password"[^>]* value=/, 'a password is never shown again')
    }
    await gate.restart({ policy: policyYaml({ northwind: 'require_two_factor: true' }) })
    assert.match((await bo.get(SIGN_UP)).text, /At least 8 characters/)
    assert.equal((await bo.post(SIGN_UP, { 'new-password': 'blue horse' })).status, 303)
  })

  test('a username is taken whoever has it, of another company too, and nobody is told whose it is', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const answers = []
    for (const username of ['maria@northwind.example', 'CARL@fabrikam.example']) {
      const refused = await ada.post(NEW, { ...BO, username })
      assert.equal(refused.status, 422)
      assert.match(refused.text, /id="username-fault"[^>]*>This username is taken\. Use another one\./)
      assert.match(refused.text, /value="Bo Ek"/, 'what was typed is kept')
      assert.ok(refused.text.includes(`value="${username}"`))
      answers.push(refused.text.replaceAll(username, 'somebody'))
    }
    assert.equal(answers[0], answers[1])
    const racing = await Promise.all(Array.from({ length: 3 }, () => ada.copy().post(NEW, BO)))
    assert.deepEqual(
      racing.map(({ status }) => status).toSorted((a, b) => a - b),
      [303, 422, 422],
    )
  })

  test('A33 R6 · what is wrong is said beside its field; a number is on file and enrolls nobody', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    for (const [change, fieldName] of [
      [{ name: ' ' }, 'name'],
      [{ username: 'bo' }, 'username'],
      [{ username: 'bo @northwind.example' }, 'username'],
      [{ username: `${'b'.repeat(250)}@x.example` }, 'username'],
      [{ role: 'owner' }, 'role'],
      [{ cell_phone: '12' }, 'cell_phone'],
      [{ cell_phone: '0909 879 0000' }, 'cell_phone'],
    ] as const) {
      const wrong = await ada.post(NEW, { ...BO, ...change })
      assert.equal(wrong.status, 422)
      assert.match(wrong.text, new RegExp(`id="${fieldName}-fault"`), JSON.stringify(change))
    }
    assert.deepEqual(audited(gate, 'account_added'), [])
    await linkOf(ada, { ...BO, cell_phone: '07400 123455' })
    const place = await employeePlace(ada, 'bo@')
    const { text } = await ada.get(place)
    assert.match(text, /value="07400 123455"/)
    assert.match(text, /Not enrolled/)
    assert.match(text, /Invited/)
    assert.equal(gate.sent.length, 1, 'the code of ada alone')
  })

  test('where mail can be sent, the link goes to the new username as well, and to no number', async (t) => {
    const smtp = await startSmtpServer(t)
    const mail = `smtp: { host: 127.0.0.1, port: ${smtp.port}, security: none, from: no-reply@northwind.example }`
    const gate = await startGateway(t, { stores, settings: `delivery: { ${mail} }` })
    const ada = await gate.signedIn('ada')
    const added = await ada.post(NEW, { ...BO, cell_phone: '07400 123455' })
    const shown = await ada.get(added.location ?? '')
    assert.match(shown.text, /on its way to <strong>bo@northwind\.example<\/strong>/)
    await gate.restart()
    const sent = smtp.received.find(({ to }) => to.includes('bo@northwind.example')) ?? assert.fail('no mail came')
    const text = sent.data.replace(/=\r?\n/g, '').replaceAll('=3D', '=')
    assert.ok(text.includes(shownLink(shown)))
    assert.match(text, /works once, for one week/)
    assert.equal(gate.sent.length, 1, 'the code of ada alone')
  })

  test('R9 · who has not signed up cannot sign in: the answer is that of a wrong password', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    await linkOf(ada, BO)
    for (const password of ['', 'anything at all']) {
      const refused = await gate.visitor().post(SIGN_IN, { username: BO.username, password, next: '/' })
      assert.equal(refused.status, 422)
      assert.match(refused.text, /That username and password don&#39;t match/)
    }
  })

  test('R1 · a session in which a link was opened is not the one that somebody signs in with', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    await gate.enrolled('maria')
    const planted = gate.visitor()
    await planted.get(await linkOf(ada, BO))
    const maria = planted.copy()
    gate.clock.advance(60_000)
    await signIn(maria, 'maria')
    assert.notEqual(maria.cookieHeader, planted.cookieHeader)
    assert.equal((await planted.fetch('/_gatehouse/account')).status, 401)

    const admin = ada.copy()
    await linkOf(ada, { ...BO, username: 'cai@northwind.example' })
    const place = await employeePlace(ada, 'cai@')
    gate.clock.advance(MINUTE)
    await ada.post(`${place}/sign-up-link`)
    await admin.get(shownLink(await ada.get(`${place}/sign-up-link`)))
    await admin.post(SIGN_UP, CHOSEN)
    assert.equal((await admin.fetch('/')).status, 401, 'an admin who tries the link is signed out by it')
  })

  test('A31 R7 R35 · by admins of the company alone, after a fresh proof that goes on with what was typed', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const maria = await gate.signedIn('maria')
    for (const answer of [await maria.get(NEW), await maria.post(NEW, BO)]) assert.equal(answer.status, 403)
    const place = await employeePlace(ada, 'maria')
    assert.equal((await maria.post(`${place}/sign-up-link`)).status, 403)
    assert.equal((await ada.get(`${place}/sign-up-link`)).location, place, 'maria has a password')
    assert.equal((await ada.post(NEW, BO, { 'Sec-Fetch-Site': 'cross-site' })).status, 403)
    assert.equal(problemCode(await gate.visitor().fetch(SIGN_UP)), 'link_over')
    assert.equal((await gate.visitor().post(SIGN_UP, CHOSEN)).status, 410)
    assert.deepEqual(audited(gate, 'account_added'), [])

    gate.clock.advance(11 * 60_000)
    const kept = keptIn(await ada.post(NEW, BO))
    const done = await provedByPhone(gate, ada, kept)
    assert.match(shownLink(await ada.get(done.location ?? '')), /sign-up\?link=/)
  })
})

/** Adds somebody, and gives the path of the link that is shown. */
async function linkOf(admin: Visitor, person: Record<string, string>): Promise<string> {
  const added = await admin.post(NEW, person)
  assert.match(added.location ?? added.text, /\/sign-up-link$/)
  return shownLink(await admin.get(added.location ?? ''))
}

function shownLink({ text }: { text: string }): string {
  const [, link] = /<code id="link"[^>]*>http:\/\/localhost:\d+([^<]+)<\/code>/.exec(text) ?? []
  return link ?? assert.fail('no link is shown')
}
