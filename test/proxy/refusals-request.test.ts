/*
 * What comes from clients: bytes as the literature has them (RFC 9112, h2o's httpgarden, PortSwigger's lists of desync attacks), sent as
 * they are. Behind each stands a whole second request: where it is answered or reaches the app, the connection went on.
 */
import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { get, send, type Stand, startRawApp, startStand, statusesOf } from './stand.ts'

/** The bytes of a row, the statuses that come back for them, and the request lines that reach the app. */
type Row = [bytes: string, statuses: string, reached?: string[]]

const BEHIND = 'GET /behind HTTP/1.1'
const CASE = 'GET /case HTTP/1.1'

const REFUSED = (bytes: string): Row => [bytes, '400']

/** @param request what is sent for the bytes of a row, up to the second request */
function eachRow(name: string, rows: Row[], request: (bytes: string, stand: Stand) => string): void {
  test(name, async (t) => {
    const app = await startRawApp(t)
    const apps = `
  - { name: Portal, path: /, upstream: RAW, public: [/assets/] }
  - { name: Backup, path: /backup/, upstream: RAW, allow: { kinds: [direct] } }`
    const stand = await startStand(t, app.url, { apps })
    const withHost = (text: string): string => text.replaceAll('HOST', stand.host)
    for (const [bytes, statuses, reached = []] of rows) {
      app.heads.length = 0
      const answers = await send(stand.port, request(withHost(bytes), stand) + get('/behind', stand))
      const what = JSON.stringify(bytes.slice(0, 80))
      assert.equal(statusesOf(answers), statuses, what)
      const lines = app.heads.map((head) => head.split('\r\n', 1)[0] ?? '')
      // Two requests may go out on two connections, and come in either order.
      assert.deepEqual(new Set(lines), new Set(reached.map(withHost)), what)
      assert.equal(lines.length, reached.length, what)
    }
  })
}

const withLine = (line: string, { host, cookie }: Stand): string =>
  `${line}\r\nHost: ${host}\r\nCookie: ${cookie}\r\n\r\n`

suite('R20 · request lines', () => {
  const passed = (line: string): Row => [line, '200,200', [`${line.split(' ')[0]} /case HTTP/1.1`, BEHIND]]

  eachRow(
    'versions and methods',
    [
      ...['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PROPFIND', 'QUERY'].map((method) =>
        passed(`${method} /case HTTP/1.1`),
      ),
      // Spaces are read as one, as is an empty line before a request (RFC 9112 §2.2 and §3); what goes on is written anew.
      ['GET  /case  HTTP/1.1', '200,200', [CASE, BEHIND]],
      ['\r\n\r\nGET /case HTTP/1.1', '200,200', [CASE, BEHIND]],
      // Nothing is looked at behind a request that ends its connection.
      ['GET /case HTTP/1.0', '200', [CASE]],
      ...[
        'GET /case',
        'GET /case HTTP/0.9',
        'GET /case HTTP/2.0',
        'GET /case HTTP/1.2',
        'GET /case HTTP/3.0',
        'GET /case HTTP/1',
        'GET /case HTTP/01.1',
        'GET /case HTTP/1.01',
        'GET /case HTTP/+1.1',
        'GET /case HTTP/1,1',
        'GET /case HTTP/1.1 ',
        'GET /case HTTP/1.1 x',
        'GET /case http/1.1',
        'GET /case FTP/1.1',
        'GET /case ICE/1.0',
        'GET\t/case\tHTTP/1.1',
        'GET\x0b/case HTTP/1.1',
        ' GET /case HTTP/1.1',
        'get /case HTTP/1.1',
        'Get /case HTTP/1.1',
        'GETT /case HTTP/1.1',
        'G\x00T /case HTTP/1.1',
        'GET\x00 /case HTTP/1.1',
        `${'M'.repeat(100)} /case HTTP/1.1`,
        `${'M'.repeat(20_000)} /case HTTP/1.1`,
        '/case HTTP/1.1',
        'PRI * HTTP/2.0',
        'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00',
        '\x16\x03\x01\x02\x00\x01\x00',
        'PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\nGET /case HTTP/1.1',
        'DESCRIBE /case HTTP/1.1',
      ].map(REFUSED),
      ['OPTIONS * HTTP/1.1', '405'],
      ['TRACE /case HTTP/1.1', '405'],
      ['CONNECT localhost HTTP/1.1', '405'],
      ['CONNECT /case HTTP/1.1', '405'],
      [`GET /${'a'.repeat(17_000)} HTTP/1.1`, '431'],
    ],
    withLine,
  )

  eachRow(
    'line ends',
    ['\n', '\r', '\r\r\n', '\n\r\n', '\x00\r\n', '\x0b\r\n', ' \r\n'].map(REFUSED),
    (end, { host, cookie }) => `GET /case HTTP/1.1${end}Host: ${host}\r\nCookie: ${cookie}\r\n\r\n`,
  )

  eachRow(
    'targets in absolute form: the authority is a known host and a port, and nothing else',
    [
      ['http://HOST/case', '200,200', [CASE, BEHIND]],
      ['HTTP://HOST/case', '200,200', [CASE, BEHIND]],
      ['http://HOST?x', '200,200', ['GET /?x HTTP/1.1', BEHIND]],
      ['http://HOST', '200,200', ['GET / HTTP/1.1', BEHIND]],
      // An empty segment of a path, which begins with two slashes, and no authority (RFC 9112 §3.2.1).
      ['//HOST/case', '200,200', ['GET //HOST/case HTTP/1.1', BEHIND]],
      ['http://evil.example/case', '421'],
      ['http://evil.example:80/case', '421'],
      ...[
        'http:/HOST/case',
        'http:HOST/case',
        'http:///case',
        'http://maria@HOST/case',
        'http://HOST@evil.example/case',
        'http://HOST,evil.example/case',
        'http://HOST:/case',
        'http://HOST:x/case',
        'http://HOST\\@evil.example/case',
        'http://HOST#@evil.example/case',
        'http://HOST%00/case',
        'http://[::1/case',
        'ftp://HOST/case',
        'ws://HOST/case',
        'HOST/case',
        '*',
        'case',
        '?case',
      ].map(REFUSED),
    ],
    (target, stand) => withLine(`GET ${target} HTTP/1.1`, stand),
  )
})

suite('R20 · one Host', () => {
  eachRow(
    'that names a known host and no more',
    [
      ['Host: HOST\r\n', '200,200', [CASE, BEHIND]],
      ['host:HOST\r\n', '200,200', [CASE, BEHIND]],
      ['Host:\t HOST \t\r\n', '200,200', [CASE, BEHIND]],
      ...[
        '',
        'Host:\r\n',
        'Host: HOST\r\nHost: HOST\r\n',
        'Host: HOST\r\nHost: evil.example\r\n',
        'Host: evil.example\r\nHost: HOST\r\n',
        'Host: HOST\r\nhOST:\r\n',
        'Host: HOST, evil.example\r\n',
        'Host: HOST,\r\n',
        'Host: HOST evil.example\r\n',
        'Host: maria@HOST\r\n',
        'Host: HOST@evil.example\r\n',
        'Host: HOST/\r\n',
        'Host: HOST#\r\n',
        'Host: HOST?\r\n',
        'Host: HOST;x\r\n',
        'Host: http://HOST\r\n',
        'Host: //HOST\r\n',
        'Host: "HOST"\r\n',
        'Host: HOST:80\r\n',
        'Host: localhost:\r\n',
        'Host: localhost:x\r\n',
        'Host: localhost:-1\r\n',
        'Host: localhost:+80\r\n',
        'Host: localhost:123456\r\n',
        'Host: local%68ost\r\n',
        'Host: loc\xe4lhost\r\n',
        'Host: local\x00host\r\n',
        'Host: HOST\x00.evil.example\r\n',
        'Host: HOST\x0b\r\n',
        'Host: HOST\r\n .evil.example\r\n',
        'Host:\r\n HOST\r\n',
        ' Host: HOST\r\n',
        'X: y\r\n Host: HOST\r\n',
        'Host : HOST\r\n',
        'Host\t: HOST\r\n',
        'Host\x00: HOST\r\n',
        'Host: [::1\r\n',
        'Host: [::1]x\r\n',
        'X: y\nHost: HOST\r\n',
        // As an app that reads CGI variables might find it.
        'HTTP_HOST: HOST\r\n',
      ].map(REFUSED),
      ...['evil.example', 'localhost.evil.example', 'localhost.', '127.0.0.1', '[::1]', '0x7f.1', '2130706433'].map(
        (host): Row => [`Host: ${host}\r\n`, '421'],
      ),
    ],
    (fields, { cookie }) => `GET /case HTTP/1.1\r\n${fields}Cookie: ${cookie}\r\n\r\n`,
  )
})

suite('R21 · paths', () => {
  const passed = (target: string): Row => [target, '200,200', [`GET ${target} HTTP/1.1`, BEHIND]]

  eachRow(
    'that can be read in two ways, and all others as they are',
    [
      ...[
        '/',
        '/?',
        '/a?b?c=%00%0d%0a../..%2f\\',
        '/a%2Fb;x=%41//c?q=%zz&r=[1]|{2}"',
        '/%C3%BC',
        '/%',
        '/a%2',
        '/a;b/c',
        '/a//b',
        '/wiki/etc.',
        '/...',
        '/.a',
        "/~a/!$&'()*+,=:@",
        '/?http://evil.example/',
        '/http://evil.example/',
        '/case:80',
      ].map(passed),
      ...[
        '/..',
        '/.',
        '/a/..',
        '/a/../b',
        '/a/./b',
        '/a/%2e%2e/b',
        '/a/%2e/b',
        '/a/.%2E/b',
        '/a/%252e%252e/b',
        '/a/..;/b',
        '/a/..;x=y/b',
        '/a/..%2fb',
        '/a/..%5cb',
        '/a/..%00/b',
        '/a/..%20/b',
        '/a/..%3f',
        '/a/..%23',
        '/a\\b',
        '/a%5cb',
        '/a%255cb',
        '/a%00b',
        '/a%0ab',
        '/a%0d%0aHost:%20evil.example',
        '/a%7fb',
        '/a%c0%afb',
        '/a%c0%ae%c0%ae/b',
        '/a%e0%80%afb',
        '/a%f0%80%80%afb',
        '/a/%u002e%u002e/b',
        '/%ef%bc%8e%ef%bc%8e/b',
        '/a#b',
        '/a?b#c',
        '/\xe9',
        '/a?\xe9',
        '/a\x01b',
        '/a\tb',
        '/a?\tb',
        '/a\x00b',
        '/a?\x00b',
        '/a\x0bb',
        '/a\x7fb',
        '/a?\x7fb',
        '/a\rb',
        '/a\nb',
        '/a b',
        '/%62ackup/',
        '/%2562ackup/',
        '//backup/',
        '/Backup/',
        '/backup%2f',
        '/backup;x/',
        '/;x/backup/',
        '/backup./',
        '/x/..%2fbackup/',
        '/%5f%67atehouse/sign-in',
        '//_gatehouse/sign-in',
        '/_GATEHOUSE/sign-in',
        '/_gatehouse;/sign-in',
        '/_gatehouse/%73ign-in',
        '/_gatehouse//sign-in',
      ].map(REFUSED),
    ],
    (target, stand) => withLine(`GET ${target} HTTP/1.1`, stand),
  )
})
