import assert from 'node:assert/strict'
import { test } from 'node:test'
import { STANDARD_IDENTITY } from '../../src/domain/app.ts'
import type { Visitor } from '../../src/domain/decision.ts'
import { openHeaderRules } from '../../src/proxy/headers.ts'

const rules = openHeaderRules([])

const maria: Visitor = {
  level: 'full',
  account: {
    id: 'a1',
    companyId: 'northwind',
    username: 'maria@northwind.example',
    name: 'María Peña',
    email: 'maria@northwind.example',
    role: 'member',
    language: null,
    phone: null,
    passwordHash: '',
    factors: [],
    remindedAt: null,
    lastChallengePassedAt: null,
    sessionsValidFrom: 0,
    disabledAt: null,
  },
  company: {
    id: 'northwind',
    name: 'Northwind IT',
    kind: 'partner',
    partnerId: null,
    trustedNetworks: [],
    requireTwoFactor: false,
    line: '',
    requireTwoFactorLine: null,
  },
}

const app = { identity: { headers: STANDARD_IDENTITY, assertion: true, basic: null } }

/** What an app gets of these fields. */
function forwarded(fields: [string, string][], { visitor = maria }: { visitor?: Visitor | null } = {}) {
  const connection = fields.filter(([name]) => name.toLowerCase() === 'connection').map(([, value]) => value)
  const headers = connection.length > 0 ? { connection: connection.join(', ') } : {}
  const result = rules.request(
    { httpVersion: '1.1', rawHeaders: fields.flat(), headers },
    {
      hostField: 'portal.example',
      clientAddress: '203.0.113.9',
      protocol: 'https:',
      requestId: 'r-1',
      app,
      names: null,
      visitor,
      assertion: null,
      authorization: null,
    },
  )
  const names = result.fields.filter((_, i) => i % 2 === 0)
  const values = result.fields.filter((_, i) => i % 2 === 1)
  const all = names.map((name, i): [string, string] => [name, values[i] ?? ''])
  return { ...result, all, get: (name: string) => all.filter(([other]) => other === name).map(([, value]) => value) }
}

test('What the gateway says of a visitor; values are UTF-8 bytes', () => {
  const { all } = forwarded([['Accept', '*/*']])
  assert.deepEqual(all, [
    ['Host', 'portal.example'],
    ['Accept', '*/*'],
    ['Via', '1.1 gatehouse'],
    ['X-Forwarded-For', '203.0.113.9'],
    ['X-Forwarded-Proto', 'https'],
    ['X-Forwarded-Host', 'portal.example'],
    ['X-Request-Id', 'r-1'],
    ['X-Gatehouse-User', 'maria@northwind.example'],
    ['X-Gatehouse-Name', Buffer.from('María Peña').toString('latin1')],
    ['X-Gatehouse-Email', 'maria@northwind.example'],
    ['X-Gatehouse-Company', 'northwind'],
    ['X-Gatehouse-Company-Kind', 'partner'],
    ['X-Gatehouse-Role', 'member'],
  ])
})

test('A name with a line break adds no field', () => {
  const account = { ...maria.account, name: 'Maria\r\nX-Gatehouse-Role: admin\u0085é', email: null }
  const { get } = forwarded([], { visitor: { ...maria, account } })
  assert.deepEqual(get('X-Gatehouse-Name'), [Buffer.from('Maria  X-Gatehouse-Role: admin é').toString('latin1')])
  assert.deepEqual(get('X-Gatehouse-Role'), ['member'])
  assert.deepEqual(get('X-Gatehouse-Email'), [])
})

test('R24 · identity and forwarding fields are dropped in every spelling, with a visitor and without', () => {
  const names = [
    'X-Gatehouse-User',
    'x-gatehouse-user',
    'X_Gatehouse_User',
    'X-GATEHOUSE.ROLE',
    'x~gatehouse|company',
    'X-Gatehouse',
    'X-Gatehouse-Anything-Else',
    'X-Forwarded-For',
    'X_FORWARDED_FOR',
    'X-Forwarded-User',
    'X-Forwarded-Prefix',
    'Forwarded',
    'Forwarded-For',
    'X-Real-IP',
    'X_Real_Ip',
    'X-Request-ID',
    'X-Original-URL',
    'X-Original-Uri',
    'X-Original_Method',
    'X-Rewrite-URL',
    'X-Host',
    'True-Client-IP',
    'X-Client-IP',
    'X-Cluster-Client-IP',
    'Client-IP',
    'CF-Connecting-IP',
    'CF-Connecting-IPv6',
    'Fastly-Client-IP',
    'X-Originating-IP',
    'X-Remote-Addr',
    'X-Remote-User',
    'Remote_User',
    'Proxy',
  ]
  for (const visitor of [maria, null]) {
    const { all } = forwarded(
      names.map((name) => [name, 'forged']),
      { visitor },
    )
    assert.deepEqual(
      all.filter(([, value]) => value === 'forged'),
      [],
    )
    assert.equal(
      all.some(([name]) => name.startsWith('X-Gatehouse')),
      visitor !== null,
    )
  }
})

test('Names that only look like those are an app’s own affair', () => {
  for (const name of [
    'X-Forwarder',
    'X-Gatehouses',
    'Proxy-Free',
    'X-Hostname',
    'Authorization',
    'X-Api_Key',
    'Originally',
  ]) {
    assert.deepEqual(forwarded([[name, 'kept']]).get(name), ['kept'], name)
  }
})

test('R23 · what belongs to one connection is removed, and what Connection names, before the gateway adds its own', () => {
  const { all, get } = forwarded([
    ['Connection', 'keep-alive, X-Secret, X-Gatehouse-User, X-Forwarded-For, X-Request-Id'],
    ['connection', 'authorization'],
    ['Keep-Alive', 'timeout=5'],
    ['Proxy-Connection', 'keep-alive'],
    ['Proxy-Authorization', 'Basic eA=='],
    ['TE', 'trailers'],
    ['Trailer', 'X-Gatehouse-User'],
    ['Upgrade', 'h2c'],
    ['HTTP2-Settings', 'AAMAAABk'],
    ['Expect', '100-continue'],
    ['X-Secret', '1'],
    ['Authorization', 'Bearer x'],
    ['Accept', '*/*'],
  ])
  assert.deepEqual(
    all.slice(0, 3).map(([name]) => name),
    ['Host', 'HTTP2-Settings', 'Accept'],
  )
  assert.deepEqual(get('X-Gatehouse-User'), ['maria@northwind.example'])
  assert.deepEqual(get('X-Forwarded-For'), ['203.0.113.9'])
})

test('R23 · Connection cannot take away what frames the message', () => {
  const result = forwarded([
    ['Connection', 'host, content-length, close'],
    ['Content-Length', '5'],
  ])
  assert.equal(result.contentLength, '5')
  assert.equal(result.hasBody, true)
  assert.deepEqual(result.get('Host'), ['portal.example'])
})

test('Framing in a spelling that CGI would fold into the real one is dropped', () => {
  const { all } = forwarded([
    ['Content_Length', '5'],
    ['Transfer_Encoding', 'chunked'],
    ['Host', 'portal.example'],
  ])
  assert.deepEqual(
    all.slice(0, 2).map(([name]) => name),
    ['Host', 'Via'],
  )
})

test('Whether a body follows', () => {
  assert.equal(forwarded([]).hasBody, false)
  assert.equal(forwarded([['Content-Length', '0']]).hasBody, false)
  assert.equal(forwarded([['Content-Length', '1']]).hasBody, true)
  assert.equal(forwarded([['Transfer-Encoding', 'chunked']]).hasBody, true)
})

test('R40 · the gateway’s cookies are cut out of Cookie, and every other byte stays', () => {
  const rows: [sent: string, kept: string | undefined][] = [
    ['a=1; gatehouse=s%3Ax; b=2', 'a=1; b=2'],
    ['gatehouse=s%3Ax; b=2', 'b=2'],
    ['a=1; gatehouse=s%3Ax', 'a=1'],
    ['gatehouse=s%3Ax', undefined],
    ['__Host-gatehouse=x; gatehouse-browser=y; __Host-gatehouse-browser=z; __Host-gatehouse-person=p', undefined],
    ['a=1;  b="x y";gatehouse =q;c', 'a=1;  b="x y";c'],
    ['GateHouse=x; a=1', 'a=1'],
    ['gatehouses=1; xgatehouse=2; a=gatehouse=3', 'gatehouses=1; xgatehouse=2; a=gatehouse=3'],
    ['a=\xe9; gatehouse=x', 'a=\xe9'],
  ]
  for (const [sent, kept] of rows) {
    assert.deepEqual(forwarded([['Cookie', sent]]).get('Cookie'), kept === undefined ? [] : [kept], sent)
  }
})

test('R23 R40 · of an answer, only what is meant for the browser comes back, each Set-Cookie by itself', () => {
  const fields = rules.response(
    {
      connection: 'close, x-internal',
      'keep-alive': 'timeout=5',
      'transfer-encoding': 'chunked',
      upgrade: 'h2c',
      'proxy-authenticate': 'Basic',
      'x-internal': '1',
      'content-type': 'text/html',
      vary: ['Accept', 'Cookie'],
      'set-cookie': [
        'a=1; Path=/, b',
        'gatehouse=evil; Path=/',
        ' __Host-Gatehouse = evil',
        'gatehouse-browser=evil',
        '=gatehouse=evil',
        'gatehouse',
        'b=gatehouse=1',
      ],
    },
    null,
  )
  assert.deepEqual(fields, [
    ...['content-type', 'text/html'],
    ...['vary', 'Accept', 'vary', 'Cookie'],
    ...['set-cookie', 'a=1; Path=/, b', 'set-cookie', 'b=gatehouse=1'],
    ...['via', '1.1 gatehouse'],
  ])
})

test('A client that invents names does not make the rules forget how to judge', () => {
  const fresh = openHeaderRules([])
  const forwarding = {
    hostField: 'h',
    clientAddress: '::1',
    protocol: 'http:',
    requestId: 'r',
    app,
    names: null,
    visitor: null,
    assertion: null,
    authorization: null,
  } as const
  for (let i = 0; i < 3000; i++)
    fresh.request({ httpVersion: '1.1', rawHeaders: [`X-Made-Up-${i}`, ''], headers: {} }, forwarding)
  const { fields } = fresh.request(
    { httpVersion: '1.1', rawHeaders: ['X_Gatehouse_Role', 'admin', 'Accept', '*/*'], headers: {} },
    forwarding,
  )
  assert.deepEqual(fields.slice(0, 4), ['Host', 'h', 'Accept', '*/*'])
})

test('R26 · of trailers, only what neither frames nor routes nor identifies', () => {
  const trailers = {
    'server-timing': 'db;dur=2',
    digest: ['a', 'b'],
    'content-length': '5',
    'transfer-encoding': 'chunked',
    'set-cookie': ['late=1'],
    host: 'evil.example',
    'x-gatehouse-role': 'admin',
  }
  assert.deepEqual(rules.trailers(trailers), [
    ['server-timing', 'db;dur=2'],
    ['digest', 'a'],
    ['digest', 'b'],
  ])
})
