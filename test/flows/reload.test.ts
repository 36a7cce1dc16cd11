import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { WebSocket, WebSocketServer } from 'ws'
import { CHALLENGE, ENROLL_PHONE, policyYaml, signIn, startGateway, type TestGateway } from '../support/gateway.ts'
import { eachStoreSet, STORE_SETS } from '../support/store-sets.ts'
import { problemCode } from '../support/problem.ts'
import type { Visitor } from '../support/visitor.ts'

const BRANCH_OFFICE = { from: '127.0.0.3' }
const WITH_BRANCH_OFFICE = policyYaml().replace(
  'trusted_networks: [',
  'trusted_networks: [{ name: Branch office, ranges: [127.0.0.3/32] }, ',
)
const LATER = '/_gatehouse/enroll/later'

interface RealApp {
  url: string
  /** Answers to `/slow`, which wait until the test ends them. */
  waiting: ServerResponse[]
}

/** An app that answers WebSockets, and an answer at `/slow` that takes until the test says so. */
async function startApp(t: TestContext, name: string): Promise<RealApp> {
  const waiting: ServerResponse[] = []
  const server = createServer((req, res) => {
    if (req.url !== '/slow') return res.end(`${name} says ${req.url}`)
    res.write('once ')
    return waiting.push(res)
  }).listen(0, '127.0.0.1')
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) => {
    socket.on('error', () => socket.terminate())
    socket.on('message', () => socket.send(`${name} heard it`))
  })
  await once(server, 'listening')
  t.after(() => {
    for (const socket of sockets.clients) socket.terminate()
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  return { url: `http://127.0.0.1:${address.port}`, waiting }
}

async function dial(t: TestContext, { origin }: TestGateway, path: string, visitor?: Visitor): Promise<WebSocket> {
  const headers = { Origin: origin, ...(visitor === undefined ? {} : { Cookie: visitor.cookieHeader }) }
  const socket = new WebSocket(`${origin.replace('http:', 'ws:')}${path}`, { headers })
  t.after(() => socket.terminate())
  await once(socket, 'open')
  return socket
}

/** What the app answers to a message. */
async function answered(socket: WebSocket): Promise<string> {
  socket.send('still there?')
  const [data]: unknown[] = await once(socket, 'message')
  return String(data)
}

/** Fails the test if it stays open. */
async function closes(socket: WebSocket): Promise<void> {
  if (socket.readyState !== WebSocket.CLOSED) await once(socket, 'close')
}

eachStoreSet((stores) => {
  test('A23 · a trusted network that is added counts from the next sign-in on, one that is removed no more', async (t) => {
    const gate = await startGateway(t, { stores })
    await gate.enrolled('maria')
    assert.equal((await signIn(gate.visitor(BRANCH_OFFICE), 'maria')).location, CHALLENGE)
    const added = await gate.reload({ policy: WITH_BRANCH_OFFICE })
    assert.deepEqual(added, ['Reloaded: Northwind IT: trusted network Branch office added; 2 accounts affected'])
    assert.equal((await signIn(gate.visitor(BRANCH_OFFICE), 'maria')).location, '/')
    const removed = await gate.reload()
    assert.deepEqual(removed, ['Reloaded: Northwind IT: trusted network Branch office removed; 2 accounts affected'])
    assert.equal((await signIn(gate.visitor(BRANCH_OFFICE), 'maria')).location, CHALLENGE)
  })

  test('A21 · a mandate is latched by a reload, and none takes it off; the line that tries is reported', async (t) => {
    const gate = await startGateway(t, { stores })
    const mandated = policyYaml({ northwind: 'require_two_factor: true' })
    assert.deepEqual(await gate.reload({ policy: mandated }), [
      'Reloaded: Northwind IT: second factor compulsory from now on, and for good; 2 accounts affected',
    ])
    const withdrawn = policyYaml({ northwind: 'require_two_factor: false' })
    assert.deepEqual(await gate.reload({ policy: withdrawn }), [
      'Reloaded: Northwind IT: require_two_factor withdrawn, which changes nothing: the second factor stays compulsory; 2 accounts affected',
    ])
    const line = withdrawn.split('\n').findIndex((text) => text.includes('require_two_factor')) + 1
    const reported = `${join(gate.dir, 'policy.yaml')}:${line}: require_two_factor: false is ignored`
    assert.equal(gate.logged.filter((entry) => entry.includes(reported)).length, 1)

    await gate.reload()
    const maria = gate.visitor()
    assert.equal((await signIn(maria, 'maria')).location, ENROLL_PHONE)
    assert.equal((await maria.post(LATER)).status, 403)
  })

  test('a company that is removed: its sessions end, those of others go on', async (t) => {
    const gate = await startGateway(t, { stores })
    const [maria, carl] = [await gate.signedIn('maria'), await gate.signedIn('carl')]
    assert.equal((await carl.get('/')).status, 200)
    const policy = policyYaml().replace(/ {2}fabrikam:[\s\S]*?(?= {2}backup-direct:)/, '')
    const printed = await gate.reload({ policy, seeds: ['ada', 'maria', 'dora'] })
    assert.deepEqual(printed, [
      'Reloaded: seed account carl@fabrikam.example removed: the account itself stays',
      'Reloaded: company Fabrikam removed: nobody there can sign in, and their sessions end; 1 account affected',
    ])
    assert.equal(problemCode(await carl.fetch('/')), 'sign_in_required')
    assert.equal((await maria.get('/')).status, 200)
  })

  test('faulty files change nothing, are reported with every fault, and show in readiness without a word of them', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    const faulty = { policy: policyYaml({ fabrikam: 'trusted_networks: []\n    colour: red' }), settings: 'sesion: {}' }
    const printed = await gate.reload(faulty)
    assert.equal(printed.length, 3)
    assert.match(printed[0] ?? '', /gatehouse\.yaml:\d+:\d+: unknown key "sesion"/)
    assert.match(printed[1] ?? '', /policy\.yaml:\d+:\d+: unknown key "colour"/)
    for (const fault of printed.slice(0, 2)) {
      assert.ok(
        gate.logged.some((entry) => entry.includes(JSON.stringify(fault).slice(1, -1))),
        fault,
      )
    }
    assert.equal((await maria.get('/')).status, 200)
    const ready = await gate.visitor().get('/_gatehouse/health/ready')
    assert.equal(ready.status, 200)
    assert.match(ready.text, /"configuration":"faulty"/)
    assert.doesNotMatch(ready.text, /sesion|colour|yaml/)

    assert.deepEqual(await gate.reload(), ['Reloaded: nothing has changed.'])
    assert.match((await gate.visitor().get('/_gatehouse/health/ready')).text, /"configuration":"in_force"/)
  })

  test('an app whose upstream changes: what is under way ends where it began, the next request goes to the new one', async (t) => {
    const [old, now] = [await startApp(t, 'old'), await startApp(t, 'new')]
    const appsAt = (url: string) => `  - { name: Portal, path: /, upstream: '${url}' }\n`
    const gate = await startGateway(t, { stores, apps: appsAt(old.url) })
    const maria = await gate.signedIn('maria')
    const socket = await dial(t, gate, '/ws', maria)
    const slow = maria.get('/slow')
    while (old.waiting.length === 0) await new Promise((resolve) => setImmediate(resolve))

    assert.deepEqual(await gate.reload({ apps: appsAt(now.url) }), ['Reloaded: app Portal: upstream changed'])
    assert.equal((await maria.get('/a')).text, 'new says /a')
    old.waiting[0]?.end('and whole')
    assert.equal((await slow).text, 'once and whole')
    assert.equal(await answered(socket), 'old heard it')
  })

  test('R27 · WebSockets outlive a reload, but not their app, their right to enter it, or its public path', async (t) => {
    const { url } = await startApp(t, 'app')
    const app = (name: string, more = '') => `  - { name: ${name}, path: /${name}/, upstream: '${url}'${more} }\n`
    const portal = `  - { name: Portal, path: /, upstream: '${url}' }\n`
    const before =
      portal + app('gone') + app('closed') + app('open', ', public: [/open/]') + app('stays', ', public: [/stays/]')
    const gate = await startGateway(t, { stores, apps: before })
    const maria = await gate.signedIn('maria')
    const dialled = { portal: '/ws', gone: '/gone/ws', closed: '/closed/ws' }
    const [onPortal, onGone, onClosed] = await Promise.all(
      Object.values(dialled).map((path) => dial(t, gate, path, maria)),
    )
    const [onOpen, onStays] = await Promise.all([dial(t, gate, '/open/ws'), dial(t, gate, '/stays/ws?x')])
    assert.ok(onPortal && onGone && onClosed)

    const closed = [onGone, onClosed, onOpen].map(closes)
    await gate.reload({
      apps: portal + app('closed', ', allow: { kinds: [direct] }') + app('open') + app('stays', ', public: [/stays/]'),
    })
    await Promise.all(closed)
    assert.equal(await answered(onPortal), 'app heard it')
    assert.equal(await answered(onStays), 'app heard it')
  })

  test('where it listens and where it keeps things need a restart: said so, and what is in force stays', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    const printed = await gate.reload({
      settings:
        'public_url: https://portal.example\nlisten: { host: 127.0.0.9 }\nsession: { idle: 40m, absolute: 40m }',
    })
    assert.deepEqual(printed, [
      `Not reloaded: listen 127.0.0.1:${new URL(gate.origin).port} → 127.0.0.9:${new URL(gate.origin).port}: needs a restart`,
      `Not reloaded: public_url ${gate.origin} → https://portal.example: needs a restart`,
      'Reloaded: session idle 1h → 40m',
      'Reloaded: session absolute 12h → 40m',
    ])
    assert.equal((await maria.get('/')).status, 200)
    gate.clock.advance(40 * 60_000)
    assert.equal(problemCode(await maria.fetch('/')), 'sign_in_required')
  })
})

test('many reloads leave nothing behind', async (t) => {
  const [stores] = STORE_SETS
  assert.ok(stores)
  const gate = await startGateway(t, { stores })
  const maria = await gate.signedIn('maria')
  const warnings: string[] = []
  const onWarning = ({ message }: Error) => void warnings.push(message)
  process.on('warning', onWarning)
  t.after(() => process.off('warning', onWarning))
  const reloadTwice = async () => {
    await gate.reload({ policy: WITH_BRANCH_OFFICE, settings: 'session: { idle: 30m }' })
    await gate.reload()
    assert.equal((await maria.get('/')).status, 200)
  }
  await reloadTwice()
  const listeners = countListeners()
  const resources = countResources()
  for (let i = 0; i < 15; i++) await reloadTwice()
  // Connections of pools that were closed go by themselves, in their own time.
  while (countResources() > resources) await new Promise((resolve) => setTimeout(resolve, 10))
  assert.equal(countListeners(), listeners)
  assert.deepEqual(warnings, [])
})

function countListeners(): number {
  return process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0)
}

function countResources(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind !== 'Immediate').length
}
