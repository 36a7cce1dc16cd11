import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHALLENGE, ENROLL_PHONE, policyYaml, SIGN_IN, signIn, startGateway } from '../support/gateway.ts'
import type { TestGateway } from '../support/gateway.ts'
import { rawRequest, rawUpgrade } from '../support/raw-request.ts'
import { eachStoreSet, STORE_SETS } from '../support/store-sets.ts'

/** Browsers speak https with a terminator in front, which speaks plain HTTP with the gateway. */
const HTTPS = { settings: 'public_url: https://portal.example' }
const BEHIND_TLS = { headers: { Host: 'portal.example' } }
const COOKIE = '__Host-gatehouse'

eachStoreSet((stores) => {
  test('R1 · the cookie is __Host- prefixed, Secure, for the whole site and for this host alone', async (t) => {
    const gate = await startGateway(t, { stores, ...HTTPS })
    const maria = gate.visitor(BEHIND_TLS)
    const [mark = '', cookie = ''] = (await signIn(maria, 'maria')).headers['set-cookie'] ?? []
    const [pair = '', ...attributes] = cookie.split('; ')
    assert.match(pair, /^__Host-gatehouse=s%3A/)
    assert.deepEqual(attributes.toSorted(), ['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure'])
    const [person = '', ...ofMark] = mark.split('; ')
    assert.match(person, /^__Host-gatehouse-person=v1\./)
    assert.deepEqual(ofMark.toSorted(), ['HttpOnly', 'Path=/', 'SameSite=Strict', 'Secure'])

    const cleared = (await maria.post('/_gatehouse/sign-out')).headers['set-cookie'] ?? []
    for (const [at, name] of ['__Host-gatehouse', '__Host-gatehouse-person'].entries()) {
      assert.ok(cleared[at]?.startsWith(`${name}=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; `), name)
      assert.match(cleared[at] ?? '', /; Secure(;|$)/, 'a browser lets nothing else take the cookie away')
    }
  })

  test('R1 · a cookie without the prefix means nothing, whatever it holds, and reaches no app', async (t) => {
    const gate = await startGateway(t, { stores, ...HTTPS })
    const maria = await gate.signedIn('maria', BEHIND_TLS)
    const value = maria.cookies.get(COOKIE) ?? ''
    assert.equal((await maria.get('/')).status, 200)

    const tossed = gate.visitor(BEHIND_TLS)
    tossed.cookies.set('gatehouse', value)
    assert.equal((await tossed.fetch('/')).status, 401)
    assert.equal((await tossed.get('/_gatehouse/account')).status, 303)

    maria.cookies.set('gatehouse', 'planted')
    maria.cookies.set('portal', 'its own')
    assert.equal((await maria.get('/')).status, 200, 'it does not stand in the way either')
    assert.equal(gate.upstream.received.at(-1)?.headers.cookie, 'portal=its own')
  })

  test('R36 · pages, redirects and problems ask for https from now on', async (t) => {
    const gate = await startGateway(t, { stores, ...HTTPS })
    const visitor = gate.visitor(BEHIND_TLS)
    const answers = [
      await visitor.get(SIGN_IN),
      await visitor.get('/'),
      await visitor.fetch('/'),
      await visitor.get('/_gatehouse/nothing'),
      await visitor.get('/_gatehouse/account'),
      await signIn(visitor, 'maria'),
    ]
    for (const { status, headers } of answers) {
      assert.equal(headers['strict-transport-security'], 'max-age=31536000', String(status))
    }
  })

  test('A2 · redirects name no scheme and no host', async (t) => {
    const gate = await startGateway(t, { stores, ...HTTPS })
    const maria = gate.visitor(BEHIND_TLS)
    const locations = [
      (await maria.get('/cases')).location,
      (await signIn(maria, 'maria', { next: 'https://portal.example/cases?id=7' })).location,
      (await maria.get(CHALLENGE)).location,
      (await maria.post('/_gatehouse/enroll/later')).location,
    ]
    assert.deepEqual(locations, [`${SIGN_IN}?next=%2Fcases`, ENROLL_PHONE, ENROLL_PHONE, '/cases?id=7'])
  })

  test('R25 · the app hears https, whatever the request claims', async (t) => {
    const gate = await startGateway(t, { stores, ...HTTPS })
    const maria = await gate.signedIn('maria', BEHIND_TLS)
    await maria.get('/', { 'X-Forwarded-Proto': 'http', 'X-Forwarded-Host': 'evil.example', Forwarded: 'proto=http' })
    const { headers } = gate.upstream.received.at(-1) ?? assert.fail()
    assert.equal(headers['x-forwarded-proto'], 'https')
    assert.equal(headers['x-forwarded-host'], 'portal.example')
    assert.equal(headers.forwarded, undefined)
  })

  test('R12 · the mark of a browser is __Host- prefixed and Secure as well', async (t) => {
    const policy = policyYaml({ more: 'trusted_network_relief: { bind_to_browser: true }' })
    const gate = await startGateway(t, { stores, ...HTTPS, policy })
    const maria = await gate.signedIn('maria', { ...BEHIND_TLS, from: '127.0.0.2' })
    assert.match(maria.cookies.get('__Host-gatehouse-browser') ?? '', /^[\w-]{32}$/)
    await maria.post('/_gatehouse/sign-out')
    await signIn(maria, 'maria')
    assert.equal((await maria.get('/')).status, 200, 'relieved by the mark')

    const unmarked = gate.visitor({ ...BEHIND_TLS, from: '127.0.0.2' })
    unmarked.cookies.set('gatehouse-browser', maria.cookies.get('__Host-gatehouse-browser') ?? '')
    assert.equal((await signIn(unmarked, 'maria')).location, CHALLENGE, 'without the prefix it is none')
  })
})

test('R35 · a form must come from the https origin itself', async (t) => {
  const gate = await startGateway(t, { stores: STORE_SETS[0] ?? assert.fail(), ...HTTPS })
  const statuses: Record<string, number> = {}
  for (const origin of [
    'https://portal.example',
    'https://portal.example:443',
    'http://portal.example',
    'https://portal.example:8443',
    'https://portal.example.evil.example',
    'https://xportal.example',
    'null',
  ]) {
    statuses[origin] = (await signInFrom(gate, origin)).status
  }
  assert.deepEqual(statuses, {
    'https://portal.example': 303,
    // No browser spells it so (RFC 6454 §6.2).
    'https://portal.example:443': 403,
    'http://portal.example': 403,
    'https://portal.example:8443': 403,
    'https://portal.example.evil.example': 403,
    'https://xportal.example': 403,
    null: 403,
  })
})

test('R27 · a WebSocket must come from the https origin itself', async (t) => {
  const gate = await startGateway(t, { stores: STORE_SETS[0] ?? assert.fail(), ...HTTPS })
  const maria = await gate.signedIn('maria', BEHIND_TLS)
  const upgrade = async (origin: string): Promise<number> => {
    const lines = [`Cookie: ${maria.cookieHeader}`]
    return (await rawUpgrade(gate.origin, '/ws', lines, { Host: 'portal.example', Origin: origin })).status
  }
  assert.equal(await upgrade('http://portal.example'), 403)
  assert.equal(gate.upstream.received.length, 0)
  // The spy hangs up on whoever upgrades: it was asked.
  assert.equal(await upgrade('https://portal.example'), 502)
  assert.equal(gate.upstream.received.at(-1)?.method, 'UPGRADE')
})

async function signInFrom(gate: TestGateway, origin: string) {
  const body = 'username=maria%40northwind.example&password=correct-horse-battery'
  const lines = [
    `POST ${SIGN_IN} HTTP/1.1`,
    'Host: portal.example',
    `Origin: ${origin}`,
    'Content-Type: application/x-www-form-urlencoded',
    `Content-Length: ${body.length}`,
    'Connection: close',
  ]
  return rawRequest(gate.origin, [...lines, '', body].join('\r\n'))
}
