import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { test, type TestContext } from 'node:test'
import { WebSocket } from 'ws'
import { openAdministration } from '../../src/administration.ts'
import { SILENT } from '../stores/directories.ts'
import { type BasicApp, startBasicApp } from '../support/basic-app.ts'
import { audited, employeePlace } from '../support/employees.ts'
import { PEOPLE, startGateway, type TestGateway } from '../support/gateway.ts'
import { ACCOUNT, keptIn, provedByPhone } from '../support/proof.ts'
import { problemCode } from '../support/problem.ts'
import { rawRequest, rawUpgrade } from '../support/raw-request.ts'
import { eachStoreSet, type StoreSet } from '../support/store-sets.ts'
import type { Visitor } from '../support/visitor.ts'

const CREDENTIAL = `${ACCOUNT}/credential`
const MARIAS = { 'app-username': 'mlopez', 'app-password': 'grüne Bäume: 7' }
const HEARD = `Basic ${Buffer.from('mlopez:grüne Bäume: 7').toString('base64')}`

async function stage(
  t: TestContext,
  stores: StoreSet,
  settings = '',
): Promise<{ app: BasicApp; gate: TestGateway; maria: Visitor }> {
  const app = await startBasicApp(t, { mlopez: MARIAS['app-password'], carl: 'his own word' })
  const gate = await startGateway(t, {
    stores,
    settings,
    apps: `
  - { name: Portal, path: /, upstream: UPSTREAM }
  - { name: Time sheets, path: /time/, upstream: "${app.url}", identity: { basic: per_account } }
  - { name: 'A/B & "C"', path: /odd/, upstream: "${app.url}", identity: { basic: per_account }, public: [/odd/open/] }
  - { name: Orders, path: /orders/, upstream: "${app.url}", identity: { basic: { username: mlopez, password: { env: SECRET } } } }
`,
  })
  return { app, gate, maria: await gate.signedIn('maria') }
}

function put(visitor: Visitor, next = '/time/', app = 'Time sheets', typed = MARIAS) {
  return visitor.post(CREDENTIAL, { app, next, ...typed })
}

eachStoreSet((stores) => {
  test('R7 · an app that asks everybody for a password of their own', async (t) => {
    const { app, gate, maria } = await stage(t, stores)
    const place = `${CREDENTIAL}?app=Time+sheets&next=${encodeURIComponent('/time/2026?week=3')}`

    await t.test(
      'Whoever has put in none is led to put it in; a program gets 401; the app hears of neither',
      async () => {
        assert.equal((await maria.get('/time/2026?week=3')).location, place)
        const answer = await maria.fetch('/time/', { Authorization: HEARD })
        assert.equal(answer.status, 401)
        assert.equal(problemCode(answer), 'credential_required')
        assert.equal(answer.headers['www-authenticate'], undefined)
        assert.deepEqual(app.heard, [])
        const page = await maria.get(place)
        assert.equal(page.status, 200)
        assert.match(page.text, /<h1>Your password for Time sheets<\/h1>/)
        assert.doesNotMatch(page.text, /Remove/)
      },
    )

    await t.test('What cannot be one is said beside its field; the name is kept, the password is not', async () => {
      for (const [typed, id] of [
        [{ 'app-username': 'm:lopez', 'app-password': 'so long a word' }, 'app-username'],
        [{ 'app-username': '', 'app-password': 'so long a word' }, 'app-username'],
        [{ 'app-username': 'mlopez', 'app-password': '' }, 'app-password'],
        [{ 'app-username': 'mlopez', 'app-password': 'two\nlines' }, 'app-password'],
      ] as const) {
        const { status, text } = await put(maria, '/time/', 'Time sheets', typed)
        assert.equal(status, 422)
        assert.match(text, new RegExp(`id="${id}-fault"`))
        assert.ok(text.includes(`value="${typed['app-username']}"`))
        assert.doesNotMatch(text, /so long a word|two/)
      }
    })

    await t.test('Put in once, it goes along: in place of what the client sends, and to no other app', async () => {
      const done = await put(maria, '/time/2026?week=3')
      assert.equal(done.location, '/time/2026?week=3')
      for (const sent of ['', 'Basic Zm9yZ2Vk']) {
        assert.equal((await maria.get('/time/2026?week=3', { Authorization: sent })).text, 'hello mlopez')
        assert.equal(app.heard.at(-1)?.authorization, HEARD)
      }
      await maria.get('/', { Authorization: 'Basic Zm9yZ2Vk' })
      assert.equal(gate.upstream.received.at(-1)?.headers.authorization, 'Basic Zm9yZ2Vk')
      assert.match((await maria.get('/odd/')).location ?? '', /credential\?app=A%2FB/)
    })

    await t.test('It is nobody else’s, and shown to nobody', async () => {
      const carl = await gate.signedIn('carl')
      assert.match((await carl.get('/time/')).location ?? '', /^\/_gatehouse\/account\/credential\?/)
      const shown = [await maria.get(ACCOUNT), await maria.get(place), await carl.get(ACCOUNT)]
      const everything = [...shown.map(({ text }) => text), ...gate.logged].join('\n')
      assert.match(everything, /app_credential_set/)
      assert.doesNotMatch(everything, /mlopez|Bäume|bWxvcGV6/)
      assert.match(shown[0]?.text ?? '', /Passwords for your apps[^]*Time sheets[^]*Entered/)
      assert.match(shown[1]?.text ?? '', /Remove this password/)
    })

    await t.test('An app with any name; nothing of it on public paths, and no dialogue there', async () => {
      const name = 'A/B & "C"'
      const led = await maria.get('/odd/')
      assert.ok((await maria.get(led.location ?? '')).text.includes('A/B &amp; &quot;C&quot;'))
      assert.equal((await put(maria, '/odd/', name)).location, '/odd/')
      assert.equal((await maria.get('/odd/')).text, 'hello mlopez')
      const open = await maria.get('/odd/open/', { Authorization: HEARD })
      assert.equal(open.status, 401)
      assert.equal(open.text, 'who are you?')
      assert.equal(open.headers['www-authenticate'], undefined)
      assert.equal(app.heard.at(-1)?.authorization, undefined)
    })

    await t.test('Pages of apps that ask for none, of other people’s, and of none are not there', async () => {
      for (const other of ['Portal', 'Orders', 'time sheets', '']) {
        assert.equal((await maria.get(`${CREDENTIAL}?app=${encodeURIComponent(other)}`)).status, 404, other)
        assert.equal((await put(maria, '/', other)).status, 404, other)
      }
    })

    await t.test('A3 · it leads on within the site alone, or back to Settings', async () => {
      assert.equal((await put(maria, 'https://evil.example/')).location, '/')
      assert.equal((await put(maria, '//evil.example/')).location, '/')
      const { location } = await put(maria, ACCOUNT)
      assert.equal(location, `${ACCOUNT}?done=credential_set`)
      assert.match((await maria.get(location ?? '')).text, /Your password for the app is saved/)
    })

    await t.test('R14 · the trail and the owner hear of it, for which app, and nothing else', async () => {
      const page = await (await gate.signedIn('ada')).get('/_gatehouse/admin/audit?person=maria%40northwind.example')
      assert.match(page.text, /Password for an app entered[^]*Time sheets/)
      assert.match(page.text, /Password for an app replaced/)
      assert.match((await maria.get(ACCOUNT)).text, /Recent activity[^]*Password for an app entered/)
    })
  })

  test('A2 · a form that is posted before it was put in waits for it, and is sent on then', async (t) => {
    const { app, gate, maria } = await stage(t, stores)
    const led = await maria.post('/time/save?week=3', { a: 'b' }, { Referer: `${gate.origin}/time/form` })
    const place = new URL(led.location ?? assert.fail(`${led.status}`), gate.origin)
    assert.equal(place.pathname, CREDENTIAL)
    assert.equal(place.searchParams.get('app'), 'Time sheets')
    const resume = place.searchParams.get('next') ?? ''
    assert.match(resume, /^\/_gatehouse\/resume\?for=[^&]+&back=%2Ftime%2Fform$/)
    assert.equal((await put(maria, resume)).location, resume)
    assert.match((await maria.get(resume)).text, /What you sent to <strong>Time sheets<\/strong> had to wait/)
    assert.deepEqual(app.heard, [])
    const page = await maria.post('/_gatehouse/resume', {
      for: new URL(resume, gate.origin).searchParams.get('for') ?? '',
    })
    assert.match(page.text, /<form method="post" action="\/time\/save\?week=3"[^]*name="a" value="b"/)
    assert.equal((await maria.post('/time/save?week=3', { a: 'b' })).text, 'hello mlopez')
  })

  test('R7 · an app that does not accept it any more, and another one in its place', async (t) => {
    const { app, gate, maria } = await stage(t, stores)
    await put(maria)
    assert.equal((await maria.get('/time/')).status, 200)
    app.people.set('mlopez', 'another word')

    await t.test('No dialogue of the browser’s: a person is led to put it in anew, a program gets 401', async () => {
      const led = await maria.get('/time/a')
      assert.equal(led.location, `${CREDENTIAL}?app=Time+sheets&next=%2Ftime%2Fa&refused=1`)
      assert.match((await maria.get(led.location ?? '')).text, /role="alert"[^>]*><p>Time sheets did not accept/)
      const back = { Referer: `${gate.origin}/time/form` }
      assert.match((await maria.post('/time/save', { a: 'b' }, back)).location ?? '', /next=%2Ftime%2Fform&refused=1$/)
      const cookie = `Cookie: ${maria.cookieHeader}`
      const waiting = [
        'POST /time/save HTTP/1.1',
        `Host: ${maria.host}`,
        cookie,
        'Expect: 100-continue',
        'Content-Length: 3',
      ]
      const answers = [
        await maria.fetch('/time/a'),
        await maria.fetch('/time/a'),
        await rawRequest(gate.origin, [...waiting, 'Connection: close', '', 'abc'].join('\r\n')),
      ]
      for (const answer of answers) {
        const text = 'bytes' in answer ? answer.bytes : `${answer.status} ${JSON.stringify(answer)}`
        assert.match(text, /\b401 [^]*credential_required/)
        assert.doesNotMatch(text, /www-authenticate|who are you/i)
      }
    })

    await t.test('Another needs a fresh proof, and holds for the very next request', async () => {
      gate.clock.advance(11 * 60_000)
      const changed = { ...MARIAS, 'app-password': 'another word' }
      const kept = keptIn(await put(maria, '/time/a', 'Time sheets', changed))
      assert.match((await maria.get('/time/a')).location ?? '', /refused=1/)
      assert.equal((await provedByPhone(gate, maria, kept)).location, '/time/a')
      assert.equal((await maria.get('/time/a')).text, 'hello mlopez')
    })

    await t.test('Taken away, it goes along no more from the very next request on', async () => {
      gate.clock.advance(11 * 60_000)
      const kept = keptIn(await maria.post(`${CREDENTIAL}/removal`, { app: 'Time sheets', next: ACCOUNT }))
      assert.equal((await maria.get('/time/')).status, 200)
      const { location } = await provedByPhone(gate, maria, kept)
      assert.equal(location, `${ACCOUNT}?done=credential_removed`)
      const heard = app.heard.length
      assert.match((await maria.get('/time/')).location ?? '', /credential\?app=Time\+sheets&next=%2Ftime%2F$/)
      assert.equal(app.heard.length, heard)
      assert.ok(gate.logged.some((line) => line.includes('app_credential_removed')))
    })

    await t.test('An app with one for everybody asks nobody either', async () => {
      const { status, headers, text } = await maria.get('/orders/')
      assert.equal(status, 401)
      assert.equal(text, 'who are you?')
      assert.equal(headers['www-authenticate'], undefined)
    })
  })

  test('An admin removes what an employee has put in, and is shown none of it', async (t) => {
    const { gate, maria } = await stage(t, stores)
    const ada = await gate.signedIn('ada')
    const place = await employeePlace(ada, 'maria')
    assert.doesNotMatch((await ada.get(place)).text, /Remove passwords for apps/)
    assert.equal((await ada.get(`${place}/credentials`)).location, place)
    await put(maria)
    assert.equal((await maria.get('/time/')).status, 200)
    const asked = await ada.get(`${place}/credentials`)
    assert.match(asked.text, /<h1>Remove passwords for apps<\/h1>/)
    assert.doesNotMatch(`${asked.text} ${(await ada.get(place)).text}`, /mlopez|Bäume/)
    assert.equal((await ada.post(`${place}/credentials`, { confirm: 'disable' })).status, 422)
    const done = await ada.post(`${place}/credentials`, { confirm: 'remove_app_credentials' })
    assert.equal(done.location, `${place}?done=remove_app_credentials`)
    assert.match((await maria.get('/time/')).location ?? '', /^\/_gatehouse\/account\/credential\?/)
    assert.equal((await maria.get('/')).status, 200)
    const [line] = audited(gate, 'app_credential_removed')
    assert.equal(line?.actor, 'admin: ada@northwind.example')
  })

  test('R7 · What was put in for an app that is renamed goes nowhere, and can be removed by its owner and an admin', async (t) => {
    const { app, gate, maria } = await stage(t, stores)
    const ada = await gate.signedIn('ada')
    const place = await employeePlace(ada, 'maria')
    await put(maria)
    const apps = `
  - { name: Portal, path: /, upstream: UPSTREAM }
  - { name: Hours, path: /time/, upstream: "${app.url}", identity: { basic: per_account } }
`
    await gate.reload({ apps })
    assert.match((await maria.get('/time/')).location ?? '', /credential\?app=Hours/)
    assert.deepEqual(app.heard, [])
    assert.match((await maria.get(ACCOUNT)).text, /Time sheets<[^]*Not in use[^]*Remove it/)
    const page = await maria.get(`${CREDENTIAL}?app=Time+sheets`)
    assert.match(page.text, /Time sheets does not ask you for a name and password/)
    assert.doesNotMatch(page.text, /name="app-password"/)
    assert.equal((await put(maria)).status, 404)

    assert.match((await ada.get(place)).text, /Remove passwords for apps/)
    const removed = await maria.post(`${CREDENTIAL}/removal`, { app: 'Time sheets', next: ACCOUNT })
    assert.equal(removed.location, `${ACCOUNT}?done=credential_removed`)
    assert.equal((await maria.get(`${CREDENTIAL}?app=Time+sheets`)).status, 404)
    assert.doesNotMatch((await ada.get(place)).text, /Remove passwords for apps/)
  })

  test('A1 · what an app says to whoever the gateway signs in is for no shared cache, which sees no Authorization', async (t) => {
    const { app, gate, maria } = await stage(t, stores)
    await put(maria)
    for (const [said, heard] of [
      ['', 'private'],
      ['max-age=60', 'max-age=60, private'],
      ['no-cache, private="Set-Cookie"', 'no-cache, private="Set-Cookie", private'],
      ['max-age=60,private', 'max-age=60,private'],
      ['no-store', 'no-store'],
      ['Public, max-age=60', 'Public, max-age=60'],
      ['s-maxage=60', 's-maxage=60'],
      ['max-age=60, must-revalidate', 'max-age=60, must-revalidate'],
    ] as const) {
      const query = said === '' ? '' : `?kept=${encodeURIComponent(said)}`
      assert.equal((await maria.get(`/time/${query}`)).headers['cache-control'], heard)
      assert.equal((await maria.post(`/time/${query}`)).headers['cache-control'], heard)
    }
    app.people.set('mlopez', 'a secret of more than thirty-two characters')
    assert.equal((await maria.get('/orders/')).headers['cache-control'], 'private', 'one for everybody')
    assert.equal((await maria.get('/odd/open/')).headers['cache-control'], undefined, 'a public path')
    assert.equal((await maria.get('/')).headers['cache-control'], undefined, 'an app that gets none')
    const fields = [`Host: ${maria.host}`, `Cookie: ${maria.cookieHeader}`, 'Expect: 100-continue', 'Content-Length: 1']
    const waited = await rawRequest(
      gate.origin,
      ['POST /orders/ HTTP/1.1', ...fields, 'Connection: close', '', 'a'].join('\r\n'),
    )
    assert.match(waited.bytes, /hello mlopez/)
    assert.match(waited.bytes, /cache-control: private\r\n/i)
  })

  test('R27 · WebSockets bear it, and end when it is replaced', async (t) => {
    const { app, gate, maria } = await stage(t, stores)
    const cookie = [`Cookie: ${maria.cookieHeader}`]
    const refused = await rawUpgrade(gate.origin, '/time/ws', cookie)
    assert.equal(refused.status, 401)
    assert.match(refused.bytes, /credential_required/)
    assert.deepEqual(app.heard, [])
    await put(maria)
    const headers = { Host: maria.host, Cookie: maria.cookieHeader, Origin: gate.origin, Authorization: 'Basic eDp5' }
    const socket = new WebSocket(`${gate.origin.replace('http', 'ws')}/time/ws`, { headers })
    const [said] = await once(socket, 'message')
    assert.equal(String(said), 'hello mlopez')
    const closed = once(socket, 'close')
    await put(maria)
    await closed
    app.people.clear()
    const challenged = await rawUpgrade(gate.origin, '/time/ws', cookie)
    assert.equal(challenged.status, 401)
    assert.equal(challenged.headers.get('www-authenticate'), undefined)
  })

  test('R27 · WebSockets and answers that go on end when it is removed beside the gateway', async (t) => {
    const { gate, maria } = await stage(t, stores)
    await put(maria)
    const headers = { Host: maria.host, Cookie: maria.cookieHeader, Origin: gate.origin }
    const socket = new WebSocket(`${gate.origin.replace('http', 'ws')}/time/ws`, { headers })
    await once(socket, 'message')
    const { port } = new URL(gate.origin)
    const asked = request({ host: '127.0.0.1', port, path: '/time/stream', headers }).end()
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    await once(answer, 'data')
    answer.on('error', () => {})

    await gate.reload({ settings: 'stop_within: 20s' })
    await maria.get('/time/')
    assert.equal(socket.readyState, WebSocket.OPEN)
    assert.equal(answer.destroyed, false)
    const closed = Promise.all([once(socket, 'close'), new Promise((resolve) => answer.once('close', resolve))])
    await removedFromTheCommandLine(gate)
    // What goes on is asked about again, as it is every few seconds.
    await gate.reload({ settings: 'stop_within: 21s' })
    await closed
  })

  test('Other proxies are told it, or where it is put in', async (t) => {
    const settings = 'believed_proxies: [127.0.0.1/32]\nforward_auth: { by: envoy, from: [127.0.0.1/32] }'
    const { gate, maria } = await stage(t, stores, settings)
    const ask = (path: string, fields: string[] = []) =>
      rawRequest(
        gate.origin,
        [
          `GET /_gatehouse/authz${path} HTTP/1.1`,
          `Host: ${maria.host}`,
          `Cookie: ${maria.cookieHeader}`,
          'Connection: close',
          ...fields,
          '',
          '',
        ].join('\r\n'),
      )
    const led = await ask('/time/a', ['Accept: text/html', 'Sec-Fetch-Mode: navigate'])
    assert.equal(led.status, 303)
    assert.equal(led.headers.get('location'), `${CREDENTIAL}?app=Time+sheets&next=%2Ftime%2Fa`)
    const refused = await ask('/time/a')
    assert.equal(refused.status, 401)
    assert.match(refused.bytes, /credential_required/)
    await put(maria)
    const allowed = await ask('/time/a', ['Authorization: Basic eDp5'])
    assert.equal(allowed.status, 200)
    assert.equal(allowed.headers.get('authorization'), HEARD)
    const open = await ask('/odd/open/')
    assert.equal(open.status, 200)
    assert.equal(open.headers.get('authorization'), '')
  })
})

/** As `gatehouse credential remove` does it: on the embedded stores no running gateway hears of it. */
async function removedFromTheCommandLine(gate: TestGateway): Promise<void> {
  const { clock, dir: dataDir } = gate
  const administration = await openAdministration(gate.configuration(), { clock, log: SILENT, dataDir })
  const maria = await administration.accounts.findByUsername(PEOPLE.maria)
  const owner = { accountId: maria?.id ?? assert.fail('maria is gone'), app: 'Time sheets' }
  const by = { at: clock.now(), actor: 'command line: root' }
  assert.equal((await administration.credentials.remove(owner, by)).removed, true)
  await administration.close()
}
