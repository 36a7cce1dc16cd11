import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ENROLL_PHONE, policyYaml, signIn, startGateway } from '../support/gateway.ts'
import { problemCode } from '../support/problem.ts'
import { keptIn, provedByPhone } from '../support/proof.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const ACCOUNT = '/_gatehouse/account'
const COMPANY = '/_gatehouse/admin/company'
const MANDATE = `${COMPANY}/mandate`
const LATER = '/_gatehouse/enroll/later'
const DAY = 24 * 3_600_000

eachStoreSet((stores) => {
  test('A18 A19 · an admin enables it in two steps; it holds for the company, and for no other', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const before = await ada.get(COMPANY)
    assert.match(before.text, /<strong>1 of 2<\/strong> enrolled/)
    assert.match(before.text, new RegExp(`href="${MANDATE}"`))

    const asked = await ada.get(MANDATE)
    assert.match(asked.text, /<strong>1 of 2<\/strong> people hasn&#39;t set up 2FA/)
    assert.match(asked.text, /can&#39;t be undone/)
    const bare = await ada.post(MANDATE)
    assert.equal(bare.status, 422)
    assert.match(bare.text, /id="confirm-fault"/)
    assert.equal((await ada.post(MANDATE, { confirm: '1' })).status, 422)
    const carefree = gate.visitor()
    await signIn(carefree, 'maria')
    assert.equal((await carefree.post(LATER)).location, '/', 'nothing is enabled yet')

    assert.equal((await ada.post(MANDATE, { confirm: 'enable' })).location, COMPANY)
    const after = await ada.get(COMPANY)
    assert.match(after.text, /<strong>Enabled<\/strong> since <time [^>]+>15 January 2026<\/time> by ada\./)
    assert.doesNotMatch(after.text, /admin\/company\/mandate/)
    assert.equal((await carefree.get('/')).status, 200, 'who is signed in works on')
    const maria = gate.visitor()
    assert.equal((await signIn(maria, 'maria')).location, ENROLL_PHONE)
    assert.equal((await maria.post(LATER)).status, 403)
    for (const person of ['carl', 'dora'] as const) {
      const visitor = gate.visitor()
      await signIn(visitor, person)
      assert.equal((await visitor.post(LATER)).location, '/', person)
    }
  })

  test('R7 · it is enabled after a fresh proof alone, which carries on from there', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    gate.clock.advance(11 * 60_000)
    assert.equal((await ada.post(MANDATE)).status, 422, 'the box comes first')
    const kept = keptIn(await ada.post(MANDATE, { confirm: 'enable' }))
    assert.match((await ada.get(COMPANY)).text, new RegExp(`href="${MANDATE}"`), 'it is not enabled')
    assert.equal((await provedByPhone(gate, ada, kept)).location, COMPANY)
    assert.match((await ada.get(COMPANY)).text, /<strong>Enabled<\/strong>/)
  })

  test('A21 · once it is enabled neither page nor request does anything more, after a restart too', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    await ada.post(MANDATE, { confirm: 'enable' })
    gate.clock.advance(60_000)
    await gate.restart()
    assert.equal((await ada.get(MANDATE)).location, COMPANY)
    for (const form of [{ confirm: 'enable' }, { confirm: 'disable' }, {}]) {
      assert.equal((await ada.post(MANDATE, form)).location, COMPANY)
    }
    assert.match((await ada.get(COMPANY)).text, /Enabled<\/strong> since <time datetime="2026-01-15T09:00:00/)
  })

  test('A18 R14 · of many who enable it at once one does, and the trail has one line, with who and from where', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const answers = await Promise.all(Array.from({ length: 5 }, () => ada.copy().post(MANDATE, { confirm: 'enable' })))
    assert.deepEqual(
      answers.map(({ location }) => location),
      Array<string>(5).fill(COMPANY),
    )
    const lines = gate.logged.map((line) => JSON.parse(line) as { audit?: Record<string, unknown> })
    const latched = lines.flatMap(({ audit }) => (audit?.['event'] === 'mandate_latched' ? [audit] : []))
    assert.equal(latched.length, 1)
    assert.equal(latched[0]?.['companyId'], 'northwind')
    assert.equal(latched[0]?.['address'], '127.0.0.1')
    assert.match(String(latched[0]?.['accountId']), /\w/)
  })

  test('A18 A31 · members get 403 as page and JSON, have no such menu, and enable nothing', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    for (const path of [COMPANY, MANDATE]) {
      const page = await maria.get(path)
      assert.equal(page.status, 403, path)
      assert.match(page.text, /<title>No access/)
      const json = await maria.fetch(path)
      assert.equal(json.status, 403, path)
      assert.equal(problemCode(json), 'forbidden')
    }
    assert.equal((await maria.post(MANDATE, { confirm: 'enable' })).status, 403)
    const script = { Accept: '*/*', 'Sec-Fetch-Mode': 'cors' }
    assert.equal((await maria.post(MANDATE, { confirm: 'enable' }, script)).status, 403)
    assert.doesNotMatch((await maria.get(ACCOUNT)).text, /admin\//)
    const ada = await gate.signedIn('ada')
    assert.match((await ada.get(ACCOUNT)).text, new RegExp(`href="${COMPANY}"`))
    assert.match((await ada.get(COMPANY)).text, new RegExp(`href="${MANDATE}"`), 'it is not enabled')
  })

  test('R35 · a form of another site enables nothing', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    for (const site of ['cross-site', 'same-site', 'none']) {
      const forged = await ada.post(MANDATE, { confirm: 'enable' }, { 'Sec-Fetch-Site': site })
      assert.equal(forged.status, 403, site)
    }
    assert.match((await ada.get(COMPANY)).text, new RegExp(`href="${MANDATE}"`))
  })

  test('R11 · who owes a second factor, or is not signed in, reaches and changes nothing', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('ada')
    const waiting = gate.visitor()
    await signIn(waiting, 'ada')
    const stranger = gate.visitor()
    for (const path of [COMPANY, MANDATE]) {
      assert.equal((await waiting.get(path)).location, '/_gatehouse/challenge')
      assert.equal(problemCode(await waiting.fetch(path)), 'second_factor_required')
      assert.equal((await stranger.get(path)).location, `/_gatehouse/sign-in?next=${encodeURIComponent(path)}`)
      assert.equal(problemCode(await stranger.fetch(path)), 'sign_in_required')
    }
    assert.equal((await waiting.post(MANDATE, { confirm: 'enable' })).location, '/_gatehouse/challenge')
    assert.equal((await stranger.post(MANDATE, { confirm: 'enable' })).location, '/_gatehouse/sign-in')
    const ada = await gate.signedIn('ada')
    assert.match((await ada.get(COMPANY)).text, new RegExp(`href="${MANDATE}"`))
  })

  test('A20 · a date to come is announced; once it has come, the card says that policy enabled it', async (t) => {
    const policy = policyYaml({ more: 'mandates: [{ kind: partner, from: 2026-01-20 }]' })
    const gate = await startGateway(t, { stores, policy })
    const before = await gate.signedIn('ada')
    assert.match((await before.get(COMPANY)).text, /From <time [^>]+>20 January 2026<\/time> on/)
    gate.clock.advance(6 * DAY)
    const ada = await gate.signedIn('ada')
    const { text } = await ada.get(COMPANY)
    assert.match(text, /Enabled<\/strong> since <time [^>]+>21 January 2026<\/time> by policy\./)
    assert.match(text, /policy\.yaml:\d+/)
    assert.equal((await ada.get(MANDATE)).location, COMPANY)
  })

  test('A22 A29 · trusted networks stand there with their policy line, and whether one is in one', async (t) => {
    const gate = await startGateway(t, { stores })
    const here = await gate.signedIn('ada', { from: '127.0.0.2' })
    const { text } = await here.get(COMPANY)
    assert.match(text, /Head office <span class="tag">You are here<\/span>/)
    assert.match(text, /Your address now: <strong>127\.0\.0\.2<\/strong>, in Head office\./)
    assert.match(text, /127\.0\.0\.2\/32/)
    const line =
      policyYaml()
        .split('\n')
        .findIndex((one) => one.includes('trusted_networks')) + 1
    assert.match(text, new RegExp(`policy\\.yaml:${line}<`))
    assert.match(text, /Remind me in 48 hours/)
    const elsewhere = await gate.signedIn('ada', { from: '127.0.0.3' })
    const outside = await elsewhere.get(COMPANY)
    assert.doesNotMatch(outside.text, /You are here/)
    assert.match(outside.text, /Your address now: <strong>127\.0\.0\.3<\/strong>, in none of them\./)
  })

  test('A22 A31 · a partner’s admin sees its client companies and their enrollment, page by page, and changes nothing there', async (t) => {
    const more = Array.from({ length: 60 }, (_, index) => {
      const id = `client-${String(index + 1).padStart(2, '0')}`
      return `  ${id}: { name: ${id}, kind: client, partner: northwind }`
    })
    const policy = policyYaml({ backup: `require_two_factor: false\n${more.join('\n')}` })
    const gate = await startGateway(t, { stores, policy })
    const ada = await gate.signedIn('ada')
    const names = ({ text }: { text: string }) =>
      [...text.matchAll(/<strong id="client-\d+">([^<]+)</g)].map(([, name]) => name)

    const first = await ada.get(COMPANY)
    assert.match(first.text, /Client companies <span class="quiet">\(61\)/)
    assert.equal(names(first).length, 50)
    const [, next = ''] = /href="([^"]+)">Next page/.exec(first.text) ?? []
    const second = await ada.get(next.replaceAll('&amp;', '&').replace('#clients', ''))
    assert.deepEqual([...names(first), ...names(second)], [...more.map((line) => line.slice(2, 11)), 'Fabrikam'])
    assert.doesNotMatch(second.text, /Next page/)

    const found = () => ada.get(`${COMPANY}?client=FABRI`)
    assert.match((await found()).text, /Fabrikam<\/strong>\s*<span class="quiet">0 of 1 enrolled/)
    await gate.enrolled('carl')
    assert.match((await found()).text, /Fabrikam<\/strong>\s*<span class="quiet">1 of 1 enrolled/)
    assert.match((await ada.get(`${COMPANY}?client=nobody%27%22`)).text, /No client company matches\./)
    assert.match((await ada.get(`${COMPANY}?after=backup-direct&client=backup`)).text, /No client company matches\./)
    const [, panel = ''] = /(<section class="panel" id="clients"[^]*?<\/section>)/.exec(first.text) ?? []
    assert.doesNotMatch(panel, /method="post"|admin\/employees/)
  })

  test('A31 · the admin of a company that is no partner sees no client companies', async (t) => {
    const gate = await startGateway(t, { stores })
    const direct = policyYaml()
      .replace('kind: partner', 'kind: direct')
      .replace(/ {2}fabrikam:[^]*?(?= {2}backup)/, '')
    await gate.reload({ policy: direct, seeds: ['ada', 'maria', 'dora'] })
    const ada = await gate.signedIn('ada')
    assert.doesNotMatch((await ada.get(COMPANY)).text, /Client companies/)
  })
})
