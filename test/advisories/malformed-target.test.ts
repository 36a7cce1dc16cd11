/*
 * A request target that the gateway cannot read is answered 200 by some other part that can (a default server, a health
 * check), or reaches the app as something else: `OPTIONS *`, `CONNECT host:port`, `TRACE /`, `GET cases`,
 * `GET http://evil.example/`, an empty authority.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { get, send, startRawApp, startStand, statusOf } from '../proxy/stand.ts'

test('R20 · what is no origin or absolute form is refused, and nothing of it reaches an app', async (t) => {
  const app = await startRawApp(t)
  const stand = await startStand(t, app.url)
  const request = (line: string): string => get('/', stand).replace(/^.*\r\n/, `${line}\r\n`)
  const rows: [string, number][] = [
    ['OPTIONS * HTTP/1.1', 405],
    ['TRACE / HTTP/1.1', 405],
    ['GET * HTTP/1.1', 400],
    ['GET cases HTTP/1.1', 400],
    ['GET ?cases HTTP/1.1', 400],
    ['GET //\\evil HTTP/1.1', 400],
    ['GET http:///cases HTTP/1.1', 400],
    [`GET http://maria@${stand.host}/ HTTP/1.1`, 400],
    [`GET ftp://${stand.host}/ HTTP/1.1`, 400],
    ['GET http://evil.example/ HTTP/1.1', 421],
    [`GET http://evil.example:80@${stand.host}/ HTTP/1.1`, 400],
    ['GET /cas\x01es HTTP/1.1', 400],
    ['GET /cas es HTTP/1.1', 400],
    ['GET /caf\xe9 HTTP/1.1', 400],
    ['GET / HTTP/2.0', 400],
    ['GET /', 400],
  ]
  for (const [line, status] of rows) assert.equal(statusOf(await send(stand.port, request(line))), status, line)
  const connected = await send(stand.port, request(`CONNECT ${stand.host} HTTP/1.1`))
  assert.doesNotMatch(connected, /HTTP\/1\.1 2/)
  assert.deepEqual(app.heads, [])
})

test('R20 · the authority of an absolute target wins over Host, for the gateway and for the app', async (t) => {
  const app = await startRawApp(t)
  const stand = await startStand(t, app.url)
  const request = get(`http://${stand.host}/cases?x=1`, stand).replace(`Host: ${stand.host}`, 'Host: localhost')
  assert.equal(statusOf(await send(stand.port, request)), 200)
  assert.match(app.heads[0] ?? '', new RegExp(`^GET /cases\\?x=1 HTTP/1\\.1\\r\\nhost: ${stand.host}\\r\\n`))
})
