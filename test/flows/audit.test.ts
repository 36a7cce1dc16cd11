import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AuditEvent } from '../../src/domain/audit.ts'
import { employeePlace } from '../support/employees.ts'
import { CHALLENGE, PEOPLE, SIGN_IN, signIn, startGateway, type TestGateway } from '../support/gateway.ts'
import { problemCode } from '../support/problem.ts'
import { eachStoreSet } from '../support/store-sets.ts'
import { otherCode } from '../support/totp.ts'

const AUDIT = '/_gatehouse/admin/audit'
const DAY = 24 * 3_600_000

eachStoreSet((stores) => {
  test('R14 · every event of a sign-in is there in plain words, newest first, with outcome, person, doer and address', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const maria = gate.visitor()
    await signIn(maria, 'maria')
    await maria.post(CHALLENGE, { code: otherCode(gate.lastCode()) })
    await maria.post(CHALLENGE, { code: gate.lastCode() })
    await gate.told(1)
    const ada = await gate.signedIn('ada')
    const rows = rowsOf((await ada.get(`${AUDIT}?person=maria`)).text)
    assert.deepEqual(
      rows.filter(([, , , by]) => by?.startsWith('By the person')).map(([what, outcome]) => `${what}: ${outcome}`),
      [
        'Code at sign-in Phone: Done',
        'Code at sign-in Phone: wrong code: Failed',
        'Code sent To sign in: text message, outbox: Done',
        'Password at sign-in A code was asked for: from outside of the trusted networks: Done',
        'Second factor set up Phone: Done',
        'Code sent To set up a second factor: text message, outbox: Done',
        'Password at sign-in A second factor had to be set up: the account had none yet: Done',
      ],
    )
    for (const [what, , who, by, when] of rows) {
      assert.equal(who, `maria ${PEOPLE.maria}`)
      const doers: Record<string, string> = {
        'Notice sent Second factor added: e-mail': 'By Gatehouse 127.0.0.1',
        'Account added': 'By the operator (configuration)',
      }
      assert.equal(by, doers[what ?? ''] ?? 'By the person 127.0.0.1')
      assert.equal(when, '15 January 2026, 09:00 UTC')
    }
  })

  test('A31 · of the own company alone: nobody of another one is found, listed or exported; members get 403', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('carl')
    await gate.enrolled('maria')
    const ada = await gate.signedIn('ada')
    for (const query of ['', '?person=carl', `?person=${PEOPLE.carl}`, '?address=127.0.0.1', '?event=challenge']) {
      const page = await ada.get(`${AUDIT}${query}`)
      assert.equal(page.status, 200)
      // The field shows what was typed; no row does.
      assert.ok(
        rowsOf(page.text).every((cells) => !cells.join(' ').includes('carl')),
        query,
      )
    }
    assert.match((await ada.get(`${AUDIT}?person=carl`)).text, /Nobody here has that name or username/)
    assert.ok(!(await ada.get(`${AUDIT}.jsonl`)).text.includes('carl'))
    assert.equal((await ada.get(`${AUDIT}.jsonl?person=carl`)).location, `${AUDIT}?person=carl`)

    const maria = await gate.signedIn('maria')
    for (const place of [AUDIT, `${AUDIT}.jsonl`]) {
      assert.equal((await maria.get(place)).status, 403)
      assert.equal(problemCode(await maria.fetch(place)), 'forbidden')
    }
    const waiting = gate.visitor()
    await signIn(waiting, 'ada')
    assert.equal((await waiting.get(AUDIT)).location, CHALLENGE)
  })

  test('searched by person, event, address and day; who did it as an admin is found, too', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    gate.clock.advance(DAY)
    const ada = await gate.signedIn('ada', { from: '127.0.0.3' })
    const maria = await employeePlace(ada, 'maria')
    await ada.post(maria, { name: 'Maria Lind' })
    const found = async (query: string) => rowsOf((await ada.get(`${AUDIT}?${query}`)).text).map(([what]) => what)

    assert.deepEqual(await found('event=account_name_set'), ['Name changed'])
    assert.ok((await found('person=ada')).includes('Name changed'), 'by her')
    assert.ok((await found('person=lind')).includes('Name changed'), 'about her')
    assert.deepEqual(await found('person=ada&event=enrollment&from=2026-01-16&to=2026-01-16'), [
      'Second factor set up Phone',
    ])
    assert.deepEqual(await found('person=ada&event=enrollment&to=2026-01-15'), [])
    assert.deepEqual(await found('event=enrollment&to=2026-01-15'), ['Second factor set up Phone'])
    assert.equal((await found('address=127.0.0.1')).length > 0, true)
    assert.deepEqual(await found('address=192.0.2.1'), [])
    assert.deepEqual(await found('address=%3A%3Affff%3A127.0.0.1'), await found('address=127.0.0.1'))
    const [row] = rowsOf((await ada.get(`${AUDIT}?event=account_name_set`)).text)
    assert.match(row?.[3] ?? '', /^By ada@northwind\.example, admin 127\./)

    const several = await ada.get(`${AUDIT}?person=northwind.example`)
    assert.match(several.text, /Whom do you mean\?/)
    assert.match(several.text, /href="\/_gatehouse\/admin\/audit\?person=maria%40northwind\.example"/)
  })

  test('what cannot be searched for is said beside its field; anything else odd is no search', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    for (const [query, field] of [
      ['address=010.1.2.3', 'address'],
      ['address=%3Cb%3E', 'address'],
      ['from=2026-02-30', 'from'],
      ['to=yesterday', 'to'],
    ] as const) {
      const { status, text } = await ada.get(`${AUDIT}?${query}`)
      assert.equal(status, 422, query)
      assert.match(text, new RegExp(`id="${field}-fault"`))
      if (field === 'from' || field === 'to') assert.match(text, /isn&#39;t a date\. Example: 2027-01-15</)
    }
    assert.equal((await ada.get(`${AUDIT}.jsonl?to=yesterday`)).location, `${AUDIT}?to=yesterday`)
    for (const query of [
      'event=drop+table',
      'before=x',
      'before=1.2.3',
      'person=%00',
      'person=a&person=b',
      `person=%25`,
    ]) {
      assert.equal((await ada.get(`${AUDIT}?${query}`)).status, 200, query)
    }
  })

  test('pages of 50, from the newest to the oldest, each line once', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const visitor = gate.visitor()
    for (let index = 0; index < 60; index += 1) {
      gate.clock.advance(3_600_000)
      await signIn(visitor, 'maria')
    }
    const again = await gate.signedIn('ada')
    const first = await again.get(`${AUDIT}?event=sign_in&person=maria`)
    assert.equal(rowsOf(first.text).length, 50)
    assert.doesNotMatch(first.text, /From the newest/)
    const [, next = ''] = /href="([^"]+before=[^"]+)"/.exec(first.text) ?? []
    const second = await again.get(next.replaceAll('&amp;', '&'))
    assert.equal(rowsOf(second.text).length, 10)
    assert.match(second.text, /From the newest/)
    assert.doesNotMatch(second.text, /before=/)
    const times = [...rowsOf(first.text), ...rowsOf(second.text)].map((row) => row[4])
    assert.equal(new Set(times).size, 60)
    assert.ok(ada !== again)
  })

  test('R14 · the export has the same lines as JSON, and is a line itself', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const ada = await gate.signedIn('ada')
    const { text, headers } = await ada.get(`${AUDIT}.jsonl?person=maria&event=enrollment`)
    assert.equal(headers['content-type'], 'application/jsonl; charset=utf-8')
    assert.equal(headers['content-disposition'], 'attachment; filename=audit-northwind.jsonl')
    const [line, ...others] = text.trimEnd().split('\n')
    assert.deepEqual(others, [])
    const { account_id: accountId, request_id: requestId, ...facts } = JSON.parse(line ?? '') as Record<string, unknown>
    assert.ok(typeof accountId === 'string' && typeof requestId === 'string')
    assert.deepEqual(facts, {
      time: '2026-01-15T09:00:00.000Z',
      event: 'enrollment',
      outcome: 'success',
      reason: 'phone',
      account: PEOPLE.maria,
      actor: null,
      address: '127.0.0.1',
    })
    const [exported] = rowsOf((await ada.get(`${AUDIT}?event=audit_exported`)).text)
    assert.equal(exported?.[0], 'Audit trail exported ?person=maria&event=enrollment')
    assert.ok(gate.logged.some((one) => one.includes('"audit_exported"')))
    const whole = (await ada.get(`${AUDIT}.jsonl`)).text
    assertHoldsNoSecret(gate, whole)
  })

  test('R14 · what is in the log is in the trail and the other way round, whoever did it', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    const ada = await gate.signedIn('ada')
    const maria = await gate.signedIn('maria')
    const place = await employeePlace(ada, 'maria')
    await ada.post(place, { name: 'Maria Lind', cell_country: 'GB', cell_phone: '07400 123499' })
    await maria.post(place, { name: 'no admin' })
    const mistyped = gate.visitor()
    await mistyped.post(SIGN_IN, { username: PEOPLE.maria, password: 'not hers' })
    await signIn(mistyped, 'maria')
    for (let tried = 0; tried < 6; tried += 1) await mistyped.post(CHALLENGE, { code: otherCode(gate.lastCode()) })
    await mistyped.post('/_gatehouse/challenge/delivery', { channel: 'sms' })
    await maria.post('/_gatehouse/sign-out')
    await ada.post(`${place}/lock`, { confirm: 'unlock' })
    await ada.post(`${place}/factors`, { confirm: 'reset_factors' })
    await ada.post('/_gatehouse/admin/company/mandate', { confirm: 'enable' })
    await ada.get('/_gatehouse/admin/employees.csv')
    // Notices go out after the answer; whoever stops waits for them.
    await gate.restart()

    const exported = (await (await gate.signedIn('ada')).get(`${AUDIT}.jsonl`)).text.trimEnd().split('\n')
    const inTrail = exported.map((one) => JSON.parse(one) as Record<string, unknown>)
    const ours = new Set(inTrail.map((one) => one['account_id']))
    const inLog = gate.logged
      .flatMap((one) => (JSON.parse(one) as { audit?: AuditEvent }).audit ?? [])
      .filter(({ companyId, accountId }) => companyId === 'northwind' || (accountId !== null && ours.has(accountId)))
    assert.deepEqual(
      inTrail.map((one) => Object.values({ ...one, account: '' }).join(' | ')).toSorted(),
      inLog
        .map(({ at, event, outcome, reason, accountId, actor, address, requestId }) =>
          [new Date(at).toISOString(), event, outcome, reason, '', accountId, actor, address, requestId].join(' | '),
        )
        .toSorted(),
    )
    const happened = new Set(inTrail.map((one) => `${String(one['event'])} ${String(one['outcome'])}`))
    for (const expected of [
      'account_added success',
      'account_name_set success',
      'account_phone_set success',
      'account_unlocked success',
      'account_factors_reset success',
      'admin_change refused',
      'challenge failure',
      'challenge success',
      'code_sent refused',
      'employees_exported success',
      'enrollment success',
      'mandate_latched success',
      'notice_sent success',
      'sign_in failure',
      'sign_out success',
    ]) {
      assert.ok(happened.has(expected), expected)
    }
    // Of a request: who asked, and by which one.
    for (const one of inTrail.filter(({ actor }) => actor === null)) {
      assert.ok(one['address'] === '127.0.0.1' && typeof one['request_id'] === 'string', JSON.stringify(one))
    }
    assertHoldsNoSecret(gate, exported.join('\n'))
  })

  test('R14 · a name as wide as it may be, and markup in it, change nothing on the page', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    await ada.post(await employeePlace(ada, 'maria'), { name: '<script>alert(1)</script>' })
    const { text } = await ada.get(AUDIT)
    assert.doesNotMatch(text, /<script>alert/)
    assert.match(text, /&lt;script&gt;alert/)
  })
})

/** The cells of each row of the table, as text. */
function rowsOf(html: string): string[][] {
  const [, body = ''] = /<tbody[^>]*>([^]*)<\/tbody>/.exec(html) ?? []
  return body
    .split('</tr>')
    .slice(0, -1)
    .map((row) =>
      [...row.matchAll(/<t[hd][^>]*>([^]*?)<\/t[hd]>/g)].map(([, cell = '']) =>
        cell
          .replace(/<[^>]*>/g, ' ')
          .replaceAll('&amp;', '&')
          .replace(/\s+/g, ' ')
          .trim(),
      ),
    )
}

function assertHoldsNoSecret(gate: TestGateway, text: string): void {
  for (const { code, to } of gate.sent) assert.ok(!text.includes(code) && !text.includes(to))
}
