import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { startBasicApp } from '../support/basic-app.ts'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { startGateway } from '../support/gateway.ts'
import { STORE_SETS } from '../support/store-sets.ts'

suite('a password of one’s own at an old portal, in a real browser', () => {
  let browser: TestBrowser
  before(async () => {
    browser = await openBrowser()
  })
  after(() => browser.close())

  for (const [width, javaScript] of [
    [360, false],
    [1280, true],
  ] as const) {
    test(`put in once, and again when the portal refuses it, without a dialogue of the browser’s: ${width} px`, async (t) => {
      const [stores] = STORE_SETS
      assert.ok(stores !== undefined)
      const app = await startBasicApp(t, { mlopez: 'a word' })
      const gate = await startGateway(t, {
        stores,
        apps: `
  - { name: Portal, path: /, upstream: UPSTREAM }
  - { name: Time sheets, path: /time/, upstream: "${app.url}", identity: { basic: per_account } }
`,
      })
      const maria = await gate.signedIn('maria')
      const cookies = [...maria.cookies].map(([name, value]) => ({ name, value, url: gate.origin }))
      await browser.withPage({ width, javaScript }, async (page, context) => {
        await context.addCookies(cookies)
        const putIn = async (password: string): Promise<void> => {
          await page.getByLabel('Your name there').fill('mlopez')
          await page.getByLabel('Your password there', { exact: true }).fill(password)
          await page.getByRole('button', { name: 'Save' }).click()
        }
        await page.goto(`${gate.origin}/time/2026?week=3`)
        assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Your password for Time sheets')
        await putIn('a word')
        await page.waitForURL(`${gate.origin}/time/2026?week=3`)
        assert.equal(await page.textContent('body'), 'hello mlopez')

        app.people.set('mlopez', 'another word')
        await page.reload()
        assert.match((await page.getByRole('alert').textContent()) ?? '', /Time sheets did not accept/)
        await putIn('another word')
        await page.waitForURL(`${gate.origin}/time/2026?week=3`)
        assert.equal(await page.textContent('body'), 'hello mlopez')
      })
    })
  }
})
