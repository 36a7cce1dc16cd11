import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openBrowser } from '../support/browser.ts'
import { debugMessages, deploy, editorReady, importFlow, inject } from './editor.ts'
import { BUTTON, FLOW, type Heard, INJECTED, TAB } from './flow.ts'
import { startGatehouse } from './front-door.ts'
import { chooseAuthenticatorApp, typeCode, typePassword } from './gate.ts'
import { startNodeRed } from './node-red.ts'
import { codeShown } from './oathtool.ts'
import { watch } from './watch.ts'

/** The same application below a path that nobody told it of, and by a name that no browser could find. */
test('a person works with Node-RED at /red/, which takes itself to be at http://red.intern/', async (t) => {
  const nodeRed = await startNodeRed()
  t.after(() => nodeRed.close())
  const gate = await startGatehouse(nodeRed.url, 'path: /red/, inner: { origin: "http://red.intern", path: / }')
  t.after(() => gate.close())
  const browser = await openBrowser()
  t.after(() => browser.close())

  await browser.withPage({}, async (page) => {
    const seen = watch(page, gate.url)
    await page.goto(`${gate.url}/red?from=bookmark`)
    await typePassword(page)
    await typeCode(page, codeShown(await chooseAuthenticatorApp(page), Date.now()))
    await page.getByRole('link', { name: 'Continue' }).click()
    await editorReady(page)
    assert.equal(page.url().replace(/#.*/, ''), `${gate.url}/red/?from=bookmark`)
    assert.equal(seen.lastSocket().url(), `${gate.url.replace('http', 'ws')}/red/comms`)

    await importFlow(page, TAB, FLOW)
    await deploy(page)
    await inject(page, BUTTON)
    await debugMessages(page).filter({ hasText: INJECTED }).waitFor()

    const told = await page.evaluate(async () =>
      (await fetch('tickets/@acme%2fprinter?q=a+b%20c', { method: 'POST' })).text(),
    )
    const { url, headers }: Heard = JSON.parse(told)
    assert.equal(url, '/tickets/@acme%2fprinter?q=a+b%20c')
    assert.equal(headers['host'], 'red.intern')
    assert.equal(headers['origin'], 'http://red.intern')
    assert.equal(headers['x-forwarded-host'], new URL(gate.url).host)
    assert.equal(headers['x-forwarded-prefix'], '/red')

    assert.deepEqual(seen.failures, [])
    assert.ok(seen.paths.size > 50, `only ${seen.paths.size} requests were seen`)
    const outside = [...seen.paths].filter((path) => !path.startsWith('/red') && !path.startsWith('/_gatehouse/'))
    assert.deepEqual(outside, [])
  })
})
