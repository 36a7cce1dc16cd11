import assert from 'node:assert/strict'
import { test } from 'node:test'
import { policyYaml, signIn, startGateway } from '../support/gateway.ts'
import { problemCode } from '../support/problem.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const EMPLOYEES = '/_gatehouse/admin/employees'
const LATER = '/_gatehouse/enroll/later'

eachStoreSet((stores) => {
  test('A22 A30 · an admin sees the people of their own company, enrolled or not, and nobody else', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    await maria.post(LATER)

    const { text, status } = await ada.get(EMPLOYEES)
    assert.equal(status, 200)
    assert.match(text, /<strong>1 of 2<\/strong> enrolled/)
    assert.deepEqual(rowsOf(text), [
      'ada ada@northwind.example Admin Cell phone +44 •••• ••• 01 Enrolled phone Last sign-in 15 January 2026 ✎ Edit ada',
      'maria maria@northwind.example Member No number Not enrolled Reminder until 17 January 2026, 09:00 UTC Last sign-in 15 January 2026 ✎ Edit maria',
    ])
    assert.doesNotMatch(text, /carl|dora|7400123401/)
  })

  test('A16 A22 · under a mandate no reminder is said to hold; one that has run out is not either', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    await maria.post(LATER)
    gate.clock.advance(48 * 3_600_000)
    const later = await gate.signedIn('ada')
    assert.doesNotMatch((await later.get(EMPLOYEES)).text, /Reminder until/)
    await signIn(maria, 'maria')
    await maria.post(LATER)
    assert.match((await later.get(EMPLOYEES)).text, /Reminder until/)
    await gate.restart({ policy: policyYaml({ northwind: 'require_two_factor: true' }) })
    assert.doesNotMatch((await later.get(EMPLOYEES)).text, /Reminder until/)
  })

  test('A30 · search, status and sort are done by the server, and stand in the form again', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const listed = async (query: string) =>
      rowsOf((await ada.get(`${EMPLOYEES}?${query}`)).text).map((row) => row.split(' ')[0])
    assert.deepEqual(await listed('search=MARIA%40'), ['maria'])
    assert.deepEqual(await listed('status=enrolled'), ['ada'])
    assert.deepEqual(await listed('status=not_enrolled'), ['maria'])
    assert.deepEqual(await listed('status=locked'), [])
    assert.deepEqual(await listed('sort=-name'), ['maria', 'ada'])
    assert.deepEqual(await listed('sort=-username&search=northwind'), ['maria', 'ada'])
    assert.deepEqual(await listed('sort=-last_sign_in'), ['ada', 'maria'], 'maria has never signed in')
    assert.deepEqual(await listed('sort=last_sign_in'), ['maria', 'ada'])
    assert.deepEqual(await listed('sort=status'), ['maria', 'ada'])
    assert.deepEqual(await listed('sort=-status&search=northwind'), ['ada', 'maria'])
    assert.deepEqual(await listed('status=invited'), [])
    assert.deepEqual(await listed('search=carl'), [], 'of another company')
    const { text } = await ada.get(`${EMPLOYEES}?search=nobody&status=disabled&sort=-name`)
    assert.match(text, /Nobody matches/)
    assert.match(text, /name="search"[^>]* value="nobody"/)
    assert.match(text, /value="disabled" selected/)
    assert.match(text, /value="-name" selected/)
  })

  test('R38 · what is odd in the query is not asked for, and does no harm', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const odd = [
      'search=%00',
      'search=a&search=b',
      'search=%27%3B%20drop%20table%20accounts',
      `search=${'x'.repeat(5000)}`,
      'status=constructor&sort=__proto__',
      'after=%00&sort=password_hash',
      'after=nobody',
      'search=%ff',
    ]
    for (const query of odd) assert.equal((await ada.get(`${EMPLOYEES}?${query}`)).status, 200, query)
  })

  test('A31 R11 · members get 403; who owes a factor, or is not signed in, is led there and back', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    assert.equal((await maria.get(EMPLOYEES)).status, 403)
    assert.equal(problemCode(await maria.fetch(EMPLOYEES)), 'forbidden')
    await gate.enrolled('ada')
    const ada = gate.visitor()
    const place = `${EMPLOYEES}?status=enrolled`
    const { location } = await ada.get(place)
    assert.equal(location, `/_gatehouse/sign-in?next=${encodeURIComponent(place)}`)
    await signIn(ada, 'ada', { next: place })
    assert.equal((await ada.get(place)).location, '/_gatehouse/challenge')
    assert.equal((await ada.post('/_gatehouse/challenge', { code: gate.lastCode() })).location, place)
  })
})

/** The table's rows as they read. */
function rowsOf(html: string): string[] {
  const [, body = ''] = /<tbody[^>]*>([^]*)<\/tbody>/.exec(html) ?? []
  return [...body.matchAll(/<tr[^>]*>([^]*?)<\/tr>/g)].map(([, row = '']) =>
    row
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
      .replace(' ,', ',')
      .trim(),
  )
}
