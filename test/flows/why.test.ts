import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHALLENGE, ENROLL_PHONE, policyYaml, signIn, startGateway } from '../support/gateway.ts'
import { problemCode } from '../support/problem.ts'
import { eachStoreSet } from '../support/store-sets.ts'
import type { Answer, Visitor } from '../support/visitor.ts'

const ACCOUNT = '/_gatehouse/account'
const WHY = `${ACCOUNT}/why`
const EMPLOYEES = '/_gatehouse/admin/employees'
const OFFICE = '127.0.0.2'
const HOME = '127.0.0.3'
const LATER = '/_gatehouse/enroll/later'
const DAY = 24 * 3_600_000

eachStoreSet((stores) => {
  test('A23 A24 · what the page says of one’s own address is what the next sign-in from there does', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    assert.match((await maria.get(ACCOUNT)).text, new RegExp(`href="${WHY}"`))
    const cases: [address: string, says: string, decides: string, leads: string][] = [
      [OFFICE, 'The password is enough', 'Last code', '/'],
      [HOME, 'The password, then a code', 'Place', CHALLENGE],
    ]
    for (const [address, says, decides, leads] of cases) {
      const here = await maria.copy({ from: address }).get(WHY)
      assert.equal(heading(here), says)
      assert.equal(decided(here), decides)
      assert.match(here.text, new RegExp(`id="address"[^>]* value="${address.replaceAll('.', '\\.')}"`))
      assert.equal(heading(await maria.get(`${WHY}?address=${address}`)), says)
      assert.equal((await signIn(gate.visitor({ from: address }), 'maria')).location, leads)
    }
    const threeWeeks = gate.clock.now() + 21 * DAY
    const asked = (at: number) => maria.get(`${WHY}?address=${OFFICE}&at=${new Date(at).toISOString()}`)
    assert.equal(heading(await asked(threeWeeks - 1)), 'The password is enough')
    assert.equal(heading(await asked(threeWeeks)), 'The password, then a code')
    gate.clock.set(threeWeeks)
    assert.equal((await signIn(gate.visitor({ from: OFFICE }), 'maria')).location, CHALLENGE)
  })

  test('A15 A16 · without a factor: the reminder, and what a mandate to come will change; asking latches nothing', async (t) => {
    const policy = policyYaml({ more: 'mandates: [{ kind: direct, from: 2026-02-01 }]' })
    const gate = await startGateway(t, { stores, policy })
    const dora = gate.visitor()
    await signIn(dora, 'dora')
    await dora.post(LATER)
    const now = await dora.get(WHY)
    assert.equal(heading(now), 'The password is enough')
    assert.equal(decided(now), 'Reminder')
    const over = await dora.get(`${WHY}?at=2026-01-20`)
    assert.equal(heading(over), 'The password, then setting up 2FA, or putting it off')
    const february = await dora.get(`${WHY}?at=2026-02-01T00:00:00Z`)
    assert.equal(heading(february), 'The password, then setting up 2FA')
    assert.equal(decided(february), 'Compulsory?')
    const again = gate.visitor()
    assert.equal((await signIn(again, 'dora')).location, '/')
  })

  test('A31 · members are told why, and no line of the operator’s files; admins are', async (t) => {
    const gate = await startGateway(t, { stores })
    const [maria, ada] = [await gate.signedIn('maria'), await gate.signedIn('ada')]
    const asked = `?address=${OFFICE}`
    const own = await maria.get(`${WHY}${asked}`)
    assert.match(own.text, /is in the trusted network Head office of Northwind IT/)
    assert.doesNotMatch(own.text, /policy\.yaml/)
    assert.match((await ada.get(`${WHY}${asked}`)).text, /policy\.yaml:\d+/)
    const place = await whyOf(ada, 'maria')
    const answer = await ada.get(`${place}${asked}`)
    assert.match(answer.text, /<h1>Why was maria asked\?<\/h1>/)
    assert.match(answer.text, /policy\.yaml:\d+/)
    assert.equal(heading(answer), 'The password is enough')
    assert.equal(heading(await ada.get(`${place}?address=::ffff:${OFFICE}`)), 'The password is enough')
    assert.equal(heading(await ada.get(`${place}?address=2001:db8::7`)), 'The password, then a code')
  })

  test('A31 R11 · members get 403 at the page of a colleague, another company’s people are 404, and who owes a code is led there', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const place = await whyOf(ada, 'maria')
    const maria = await gate.signedIn('maria')
    assert.equal((await maria.get(place)).status, 403)
    assert.equal(problemCode(await maria.fetch(place)), 'forbidden')
    for (const id of ['nobody', '%00', '__proto__']) {
      assert.ok([400, 404].includes((await ada.get(`${EMPLOYEES}/${id}/why`)).status), id)
    }
    const waiting = gate.visitor()
    await signIn(waiting, 'ada')
    const carl = gate.visitor()
    await signIn(carl, 'carl')
    for (const path of [WHY, place]) {
      assert.equal((await waiting.get(path)).location, CHALLENGE)
      assert.equal(problemCode(await waiting.fetch(path)), 'second_factor_required')
      assert.equal((await carl.get(path)).location, ENROLL_PHONE)
      assert.equal((await gate.visitor().get(path)).location, `/_gatehouse/sign-in?next=${encodeURIComponent(path)}`)
      assert.equal(problemCode(await gate.visitor().fetch(path)), 'sign_in_required')
    }
    for (const path of [WHY, place]) assert.equal((await ada.post(path)).status, 405)
  })

  test('A27 · what is no address, or no time, is said beside its field, and nothing is decided', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    for (const typed of [
      '010.1.2.3',
      '167838211',
      '0x0a.1.2.3',
      '10.1.515',
      'fe80::1%eth0',
      'localhost',
      '<b>"',
      '192.0.2.0/24',
    ]) {
      const wrong = await maria.get(`${WHY}?address=${encodeURIComponent(typed)}`)
      assert.equal(wrong.status, 422, typed)
      assert.match(wrong.text, /id="address-fault"[^>]*>That isn&#39;t an address/)
      assert.equal(heading(wrong), null)
      assert.doesNotMatch(wrong.text, /<b>"/)
    }
    for (const typed of ['2026-02-30', 'tomorrow', '2026-01-15T09:00+25:00', '1768467600000']) {
      const wrong = await maria.get(`${WHY}?at=${encodeURIComponent(typed)}`)
      assert.equal(wrong.status, 422, typed)
      assert.match(wrong.text, /id="at-fault"[^>]*>That isn&#39;t a time/)
      assert.ok(wrong.text.includes(`value="${typed}"`), 'what was typed stays')
    }
    assert.equal((await maria.get(`${WHY}?address=a&address=b`)).status, 200, 'several are none: the present one')
  })

  test('of somebody who is disabled it says that no password lets them in, and since when', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const place = await whyOf(ada, 'maria')
    await ada.post(place.replace('/why', '/access'), { confirm: 'disable' })
    const answer = await ada.get(`${place}?address=${OFFICE}`)
    assert.equal(heading(answer), 'No sign-in')
    assert.match(
      answer.text,
      /This account is disabled since 15 January 2026, 09:00 UTC: no password lets anybody in\./,
    )
    assert.equal(decided(answer), null)
  })

  test('the reason is told in the language of the page', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    const { text } = await maria.get(`${WHY}?address=192.0.2.7&at=2026-01-16`, { 'Accept-Language': 'de' })
    assert.match(text, /<h1>Warum wurde ich gefragt\?<\/h1>/)
    assert.match(text, /192\.0\.2\.7 liegt in keinem vertrauten Netz von Northwind IT \(Head office\)/)
    assert.match(text, /16\. Januar 2026/)
  })

  test('R12 · where relief is bound to the browser, one’s own counts; of an employee’s nobody knows', async (t) => {
    const policy = policyYaml({ more: 'trusted_network_relief: { bind_to_browser: true }' })
    const gate = await startGateway(t, { stores, policy })
    const maria = await gate.signedIn('maria', { from: OFFICE })
    assert.equal(heading(await maria.get(WHY)), 'The password is enough')
    const ada = await gate.signedIn('ada', { from: OFFICE })
    const answer = await ada.get(await whyOf(ada, 'maria'))
    assert.equal(heading(answer), 'The password, then a code')
    assert.match(answer.text, /Relief is bound to the browser/)
  })
})

/** What it comes to; null when nothing was decided. */
function heading({ text }: Answer): string | null {
  return /<h2 id="answer">([^<]+)<\/h2>/.exec(text)?.[1] ?? null
}

/** The rule that decided. */
function decided({ text }: Answer): string | null {
  return /<p class="rule">([^<]+) <span class="tag">This decides/.exec(text)?.[1] ?? null
}

/** The page about this person. */
async function whyOf(admin: Visitor, name: string): Promise<string> {
  const list = await admin.get(`${EMPLOYEES}?search=${name}`)
  const [, place = ''] = /<a class="button" href="([^"]+\/employees\/[^"]+)"/.exec(list.text) ?? []
  assert.match((await admin.get(place)).text, new RegExp(`href="${place}/why"`))
  return `${place}/why`
}
