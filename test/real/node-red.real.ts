import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test, type TestContext } from 'node:test'
import { type TestBrowser, openBrowser } from '../support/browser.ts'
import { Visitor } from '../support/visitor.ts'
import { debugMessages, deploy, editorReady, importFlow, inject } from './editor.ts'
import { BUTTON, FLOW, type Heard, INJECTED, TAB } from './flow.ts'
import { ACCOUNT, type FrontDoor, startGatehouse } from './front-door.ts'
import { chooseAuthenticatorApp, signOut, typeCode, typePassword } from './gate.ts'
import { intrude } from './intrusions.ts'
import { type Arrival, type NodeRed, startNodeRed } from './node-red.ts'
import { codeShown, TIME_STEP_MS } from './oathtool.ts'
import { differences } from './same-answers.ts'
import { watch } from './watch.ts'

/**
 * Somebody's day with an application that nobody here wrote: Node-RED from npm, with pages, assets, a REST API and a
 * WebSocket, behind the gateway as `gatehouse serve` starts it, in a real browser, with codes from oathtool.
 */
test('a person signs in and works with Node-RED through the gateway', async (t) => {
  const { nodeRed, gate, browser } = await openStage(t)

  await step(t, 'A1 · before anybody has signed in, nothing reaches Node-RED', async () => {
    assert.deepEqual(await arrivalsDuring(nodeRed, () => intrude(gate.url)), [])
  })

  await browser.withPage({}, async (page, context) => {
    const seen = watch(page, gate.url)
    const cookies = async (): Promise<[string, string][]> =>
      (await context.cookies(gate.url)).map(({ name, value }) => [name, value])
    let key = ''
    let firstCode = ''

    await step(
      t,
      'A2, A7, A14 · password, an authenticator app by its typed key, and the address asked for',
      async () => {
        await page.goto(`${gate.url}/?from=bookmark`)
        assert.equal(new URL(page.url()).pathname, '/_gatehouse/sign-in')
        await typePassword(page)
        key = await chooseAuthenticatorApp(page)
        firstCode = codeShown(key, Date.now())
        await typeCode(page, firstCode)
        await page.getByRole('heading', { name: "You're set" }).waitFor()
        await page.getByRole('link', { name: 'Continue' }).click()
        await editorReady(page)
        assert.equal(page.url().replace(/#.*/, ''), `${gate.url}/?from=bookmark`)
      },
    )

    await step(t, 'A4, A6, A14 · out, and in again with the password and a code: a new one', async () => {
      const ended = await cookies()
      await signOut(page, gate.url)
      await page.goto(gate.url)
      await typePassword(page)
      await page.getByRole('heading', { name: 'Open your app' }).waitFor()
      assert.deepEqual(await arrivalsDuring(nodeRed, () => intrude(gate.url, ended)), [])
      assert.deepEqual(await arrivalsDuring(nodeRed, async () => halfSignedIn(gate.url, await cookies())), [])

      await typeCode(page, firstCode)
      await page.locator('#code-fault').waitFor()
      seen.forget()
      // The step after the current one: within the allowed skew, and newer than the one that is used up.
      await typeCode(page, codeShown(key, Date.now() + TIME_STEP_MS))
      await editorReady(page)
      const sent = existsSync(gate.outboxFile) ? readFileSync(gate.outboxFile, 'utf8') : ''
      assert.doesNotMatch(sent, /"channel":"(sms|call)"/, 'nothing was sent to any phone')
    })

    await step(t, 'the editor is whole: pages, assets, and its WebSocket', async () => {
      const socket = seen.lastSocket()
      assert.equal(socket.url(), `${gate.url.replace('http', 'ws')}/comms`)
      await seen.received(/"topic":"notification\//)
      assert.deepEqual(seen.failures, [])
      assert.ok(seen.paths.size > 50, `only ${seen.paths.size} requests were seen`)
    })

    await step(t, 'whatever the editor loads, it gets as Node-RED sends it', async () => {
      const cookie = (await cookies()).map((pair) => pair.join('=')).join('; ')
      const paths = [...seen.paths, '/context/global/@acme%2fprinter', '/no/such%20page']
      assert.deepEqual(await differences(paths, { direct: nodeRed.url, through: gate.url, cookie }), [])
    })

    await step(t, 'a flow is imported, deployed and set off; its message comes over the WebSocket', async () => {
      await importFlow(page, TAB, FLOW)
      await deploy(page)
      await inject(page, BUTTON)
      await debugMessages(page).filter({ hasText: INJECTED }).waitFor()
      assert.match(await seen.received(new RegExp(INJECTED)), /"topic":"debug"/)
      assert.deepEqual(seen.failures, [])
    })

    await step(t, 'R24 · an endpoint of the flow hears who asks, whatever the client claims', async () => {
      const told = await page.evaluate(async () => {
        const claims = {
          'X-Gatehouse-User': 'ada@northwind.example',
          X_Gatehouse_Role: 'admin',
          Forwarded: 'for=10.1.2.3',
        }
        const body = new URLSearchParams({ name: 'Jörg' })
        return (await fetch('/tickets/@acme%2fprinter?q=a+b%20c', { method: 'POST', body, headers: claims })).text()
      })
      const { url, body, headers }: Heard = JSON.parse(told)
      assert.equal(url, '/tickets/@acme%2fprinter?q=a+b%20c')
      assert.deepEqual(body, { name: 'Jörg' })
      assert.equal(headers['x-gatehouse-user'], ACCOUNT.username)
      assert.equal(headers['x-gatehouse-email'], ACCOUNT.username)
      assert.equal(headers['x-gatehouse-company'], 'backup-direct')
      assert.equal(headers['x-gatehouse-company-kind'], 'direct')
      assert.equal(headers['x-gatehouse-role'], 'member')
      assert.equal(headers['x-forwarded-for'], '127.0.0.1')
      for (const name of ['x_gatehouse_role', 'forwarded', 'cookie']) assert.equal(headers[name], undefined, name)
    })

    await step(
      t,
      'A6, R27 · signing out in another tab closes the WebSocket and the API, and leads to sign-in',
      async () => {
        const ended = await cookies()
        const socket = seen.lastSocket()
        assert.equal(socket.isClosed(), false)
        await signOut(page, gate.url)
        if (!socket.isClosed()) await socket.waitForEvent('close', { timeout: 1000 })

        const stillThere = await arrivalsDuring(nodeRed, async () => {
          const refused = await page.evaluate(async () => {
            const answer = await fetch('/flows')
            return { status: answer.status, text: await answer.text() }
          })
          assert.equal(refused.status, 401)
          assert.equal(JSON.parse(refused.text).code, 'sign_in_required')
          await page.goto(`${gate.url}/?from=bookmark`)
          assert.equal(page.url(), `${gate.url}/_gatehouse/sign-in?next=${encodeURIComponent('/?from=bookmark')}`)
          await intrude(gate.url, ended)
        })
        assert.deepEqual(stillThere, [])
      },
    )
  })
})

interface Stage {
  nodeRed: NodeRed
  gate: FrontDoor
  browser: TestBrowser
}

/** Node-RED, the gateway in front of it and a browser, each in a process of its own. All end with the test. */
async function openStage(t: TestContext): Promise<Stage> {
  const nodeRed = await startNodeRed()
  t.after(() => nodeRed.close())
  const gate = await startGatehouse(nodeRed.url)
  t.after(() => gate.close())
  const browser = await openBrowser()
  t.after(() => browser.close())
  return { nodeRed, gate, browser }
}

/** One step of the walk. Those behind one that failed would say nothing: they are not taken. */
async function step(t: TestContext, name: string, take: () => Promise<void>): Promise<void> {
  let taken = false
  await t.test(name, async () => {
    await take()
    taken = true
  })
  if (!taken) throw new Error(`not taken to its end: ${name}`)
}

/** What reached Node-RED meanwhile. A request of our own, sent straight to it, shows that no other is still on its way. */
async function arrivalsDuring(nodeRed: NodeRed, act: () => Promise<void>): Promise<Arrival[]> {
  const before = nodeRed.arrivals.length
  await act()
  await new Visitor(nodeRed.url).fetch('/last')
  const during = nodeRed.arrivals.slice(before)
  assert.deepEqual(during.splice(-2), [{ kind: 'connection' }, { kind: 'request', method: 'GET', url: '/last' }])
  return during
}

/** With the password alone nothing is reached. */
async function halfSignedIn(origin: string, cookies: [string, string][]): Promise<void> {
  const visitor = new Visitor(origin)
  for (const [name, value] of cookies) visitor.cookies.set(name, value)
  assert.equal((await visitor.get('/')).location, '/_gatehouse/challenge')
  const { status, text } = await visitor.fetch('/flows')
  assert.equal(status, 401)
  assert.equal(JSON.parse(text).code, 'second_factor_required')
}
