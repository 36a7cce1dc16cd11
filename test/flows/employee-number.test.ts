import assert from 'node:assert/strict'
import { test } from 'node:test'
import { audited, employeePlace, EMPLOYEES } from '../support/employees.ts'
import { CHALLENGE, ENROLL_PHONE, MOBILES, PEOPLE, signIn, startGateway } from '../support/gateway.ts'
import { keptIn, provedByPhone } from '../support/proof.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const NEW = { cell_country: 'GB', cell_phone: '07400 123499' }
const NEW_E164 = '+447400123499'
const MARIAS_E164 = '+447400123402'
const OFFICE = { from: '127.0.0.2' }

eachStoreSet((stores) => {
  test('A32 · codes go to the new number only, those under way die, and the office asks again', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const inOffice = await gate.signedIn('maria', OFFICE)
    gate.clock.advance(60_000)
    const relieved = gate.visitor(OFFICE)
    assert.equal((await signIn(relieved, 'maria')).location, '/', 'the 21 days have not run out')

    const waiting = gate.visitor()
    await signIn(waiting, 'maria')
    const oldCode = gate.lastCode()
    const place = await employeePlace(ada, 'maria')
    const form = await ada.get(place)
    assert.match(form.text, /<option value="GB" selected>[^]*name="cell_phone"[^>]* value="07400 123402"/)
    assert.equal((await ada.post(place, { name: 'maria', ...NEW })).location, `${place}?saved=mobile`)

    const died = await waiting.post(CHALLENGE, { code: oldCode })
    assert.equal(died.status, 422)
    gate.clock.advance(60_000)
    await waiting.post('/_gatehouse/challenge/delivery', { channel: 'sms' })
    assert.equal(gate.sent.at(-1)?.to, NEW_E164)
    assert.equal(gate.sent.filter(({ to, code }) => to === MARIAS_E164 && code === gate.lastCode()).length, 0)

    const officeAgain = gate.visitor(OFFICE)
    assert.equal((await signIn(officeAgain, 'maria')).location, CHALLENGE, 'A26: the 21 days were cleared')
    assert.equal((await inOffice.get('/')).status, 200, 'who is signed in has proved a factor')
  })

  test('A32 R14 · the new number counts as proved after its first right code; the trail says who put it in', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    await gate.enrolled('maria')
    gate.clock.advance(60_000)
    const place = await employeePlace(ada, 'maria')
    await ada.post(place, { name: 'maria', ...NEW })
    const saved = await ada.get(`${place}?saved=mobile`)
    assert.match(saved.text, /role="status">\s*<p>Saved\.<\/p>\s*<p>Codes go to the new number from now on/)
    assert.match(saved.text, /the new number is not proved yet/)
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    assert.equal((await maria.post(CHALLENGE, { code: gate.lastCode() })).location, '/')
    assert.doesNotMatch((await ada.get(place)).text, /not proved yet/)

    const [line, ...more] = audited(gate, 'account_phone_set')
    assert.deepEqual(more, [])
    assert.equal(line?.['actor'], 'admin: ada@northwind.example')
    assert.match(String(line?.['address']), /^127\.0\.0\.1$/)
    assert.ok(!JSON.stringify(audited(gate, '')).includes('7400123499'), 'the number itself is in no line')

    const told = (await gate.told(4)).slice(2)
    assert.deepEqual(
      told.map(({ channel, to }) => [channel, to]),
      [
        ['email', PEOPLE.maria],
        ['sms', MARIAS_E164],
      ],
      'the owner is told, and the old number',
    )
  })

  test('A30 R7 · an admin takes a number off file, unless codes go there; its owner is told', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const place = await employeePlace(ada, 'maria')
    const canBeEmptied = async () => (await ada.get(place)).text.includes('To remove the number, empty the field')
    assert.equal(await canBeEmptied(), false, 'there is none')
    await ada.post(place, { name: 'maria', ...NEW })
    assert.equal(await canBeEmptied(), true)
    const emptied = { name: 'maria', cell_country: 'GB', cell_phone: '' }
    assert.equal((await ada.post(place, emptied)).location, `${place}?saved=1`)
    assert.match((await ada.get(place)).text, /name="cell_phone"[^>]* value=""/)
    assert.match((await ada.get(EMPLOYEES)).text, /No number/)
    const [line, ...more] = audited(gate, 'account_phone_removed')
    assert.deepEqual([line?.['actor'], line?.['outcome'], more], ['admin: ada@northwind.example', 'success', []])
    assert(!JSON.stringify(line).includes('7400123499'))
    const told = (await gate.told(4)).slice(-2)
    assert(told.every(({ text }) => /A phone number was removed from your account/.test(text)))

    await gate.enrolled('maria')
    gate.clock.advance(60_000)
    assert.equal(await canBeEmptied(), false, 'codes go there')
    const refused = await ada.post(place, emptied)
    assert.equal(refused.status, 422)
    assert.match(refused.text, /id="cell_phone-fault"[^>]*>Codes go to this number/)
  })

  test('A33 · entering a number enrolls nobody: it stands in the enrollment page, and is proved there', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const place = await employeePlace(ada, 'maria')
    await ada.post(place, { name: 'maria', ...NEW })
    const saved = await ada.get(`${place}?saved=mobile`)
    assert.match(saved.text, /The number enrolls nobody by itself/)
    assert.match(saved.text, /Not enrolled/)
    assert.match((await ada.get(EMPLOYEES)).text, /<strong>1 of 2<\/strong> enrolled/)
    const maria = gate.visitor()
    assert.equal((await signIn(maria, 'maria')).location, ENROLL_PHONE)
    assert.match((await maria.get(ENROLL_PHONE)).text, /name="phone"[^>]* value="07400 123499"/)
    assert.equal(gate.sent.filter(({ to }) => to === NEW_E164).length, 0, 'nothing is sent for an admin')
  })

  test('A8 A9 R6 · what is no number, or never gets codes, is said beside the field; what may be no mobile is taken', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const place = await employeePlace(ada, 'maria')
    for (const [country, phone, words] of [
      ['CA', '506-23', /That doesn&#39;t look like a phone number in Canada\. Example: 506-234-5678/],
      ['GB', '0909 879 0000', /We can&#39;t send codes to this kind of number\./],
      ['US', '800-555-0199', /We can&#39;t send codes to this kind of number\./],
      ['XX', '07400 123499', /Choose your country/],
      ['GB', '<b>\'"', /That doesn&#39;t look like a phone number in United Kingdom/],
    ] as const) {
      const wrong = await ada.post(place, { name: 'Mia', cell_country: country, cell_phone: phone })
      assert.equal(wrong.status, 422, phone)
      assert.match(wrong.text, /id="cell_phone-fault"/)
      assert.match(wrong.text, words)
      assert.match(wrong.text, /value="Mia"/, 'what was typed is kept')
    }
    const kept = await ada.post(place, { name: 'Mia', cell_country: 'CA', cell_phone: '506-23' })
    assert.match(kept.text, /<option value="CA" selected>[^]*value="506-23"/)
    assert.match((await ada.get(place)).text, /value="maria"[^]*<dt>Cell phone number<\/dt>\s*<dd>None/)

    for (const [country, phone, lineType, words] of [
      ['GB', '0161 496 0000', 'landline', /It looks like a landline/],
      ['US', '506-234-5678', 'undetermined', /It may not be a mobile/],
      ['GB', '07400 123402', 'mobile', /enrolls nobody/],
    ] as const) {
      const saved = await ada.post(place, { name: 'maria', cell_country: country, cell_phone: phone })
      assert.equal(saved.location, `${place}?saved=${lineType}`)
      assert.match((await ada.get(saved.location)).text, words)
    }
    const { text } = await ada.get(`${place}?saved=refused`)
    assert.doesNotMatch(text, /role="status"/)
  })

  test('A30 · the same number again changes nothing; one on file can be replaced but not emptied', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    await gate.enrolled('maria')
    const place = await employeePlace(ada, 'maria')
    for (const spelling of [MOBILES.maria, '+44 7400 123402', '00447400123402']) {
      const same = await ada.post(place, { name: 'maria', cell_country: 'GB', cell_phone: spelling })
      assert.equal(same.location, `${place}?saved=1`)
    }
    assert.deepEqual(audited(gate, 'account_phone'), [])
    const emptied = await ada.post(place, { name: 'maria', cell_country: 'GB', cell_phone: ' ' })
    assert.equal(emptied.status, 422)
    assert.match(emptied.text, /reset the factors/)
    assert.doesNotMatch((await ada.get(place)).text, /not proved yet/)
  })

  test('R7 A25 · a number is changed after a fresh proof alone, and nothing is typed again', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const place = await employeePlace(ada, 'maria')
    gate.clock.advance(11 * 60_000)
    assert.equal((await ada.post(place, { name: 'Maria', desk_phone: '12' })).location, `${place}?saved=1`)
    const kept = keptIn(await ada.post(place, { name: 'Mia', desk_phone: '13', ...NEW }))
    assert.match((await ada.get(place)).text, /value="Maria"/, 'nothing was saved yet')
    const done = await provedByPhone(gate, ada, kept)
    assert.equal(done.location, `${place}?saved=mobile`)
    assert.match((await ada.get(place)).text, /value="Mia"[^]*value="07400 123499"[^]*value="13"/)
  })

  test('A32 · a form that was opened before somebody else changed a field leaves that field alone', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    await gate.enrolled('maria')
    const place = await employeePlace(ada, 'maria')
    const old = formIn((await ada.get(place)).text)
    assert.equal(old['cell_phone'], '07400 123402')
    await ada.post(place, { ...formIn((await ada.get(place)).text), ...NEW, desk_phone: '4711' })
    const saved = await ada.post(place, { ...old, name: 'Maria L' })
    assert.equal(saved.location, `${place}?saved=1`)
    const now = formIn((await ada.get(place)).text)
    assert.deepEqual(
      [now['name'], now['cell_phone'], now['desk_phone'], now['role']],
      ['Maria L', '07400 123499', '4711', 'member'],
    )
    const wrong = await ada.post(place, { ...old, name: ' ', cell_country: 'CA' })
    assert.equal(formIn(wrong.text)['cell_phone'], '07400 123499', 'nor does it come back after a mistake')
    assert.equal(formIn(wrong.text)['desk_phone'], '4711')
  })

  test('A34 · the own number is changed in Settings, where it is proved, and not here', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const place = await employeePlace(ada, 'ada')
    assert.doesNotMatch((await ada.get(place)).text, /name="cell_phone"/)
    const refused = await ada.post(place, { name: 'ada', ...NEW })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /Change your own number in Settings/)
    assert.deepEqual(audited(gate, 'account_phone'), [])
  })
})

/** The fields of Edit Employee as a browser would send them. */
function formIn(html: string): Record<string, string> {
  const inputs = [...html.matchAll(/<input[^>]* name="(\w+)"[^>]* value="([^"]*)"/g)]
  const selects = [...html.matchAll(/<select[^>]* name="(\w+)"[^]*?<option value="(\w+)" selected>/g)]
  return Object.fromEntries([...inputs, ...selects].map(([, name = '', value = '']) => [name, value]))
}
