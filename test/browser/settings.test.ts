import assert from 'node:assert/strict'
import { after, before, suite, test, type TestContext } from 'node:test'
import type { Page } from 'playwright-core'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { PASSWORD, PEOPLE, startGateway, type TestGateway } from '../support/gateway.ts'
import { ACCOUNT } from '../support/proof.ts'
import { STORE_SETS } from '../support/store-sets.ts'
import { totpCode } from '../support/totp.ts'
import { violations } from './axe.ts'

const [EMBEDDED, SCALE] = STORE_SETS
const WINDOWS = [
  { width: 360, javaScript: true, stores: EMBEDDED },
  { width: 360, javaScript: false, stores: SCALE },
  { width: 1280, javaScript: true, stores: SCALE },
  { width: 1280, javaScript: false, stores: EMBEDDED },
]
const NEW_PASSWORD = 'another horse, another staple'
const MINUTE = 60_000

for (const { stores, ...window } of WINDOWS) {
  const { width, javaScript } = window
  suite(`settings, ${width} pixels, JavaScript ${javaScript ? 'on' : 'off'}, ${stores?.name} stores`, () => {
    let browser: TestBrowser
    before(async () => {
      browser = await openBrowser()
    })
    after(() => browser.close())

    test('R7 · a password is changed after a fresh proof, with nothing typed twice; going back does nothing more', async (t) => {
      await asMaria(t, async (page, gate) => {
        gate.clock.advance(11 * MINUTE)
        await page.getByLabel('New password').fill('nine chars')
        await page.getByRole('button', { name: 'Change password' }).click()
        await proves(page, gate)
        await page.getByText('Your password was changed.').waitFor()
        await accessible(page)

        await page.goBack()
        await arrived(page, 'This page is out of date')
        await page.getByRole('link', { name: 'Go to your account' }).click()
        await arrived(page, 'Settings')

        await page.getByLabel('New password').fill('password1')
        await page.getByRole('button', { name: 'Change password' }).click()
        await page.getByText('This is one of the passwords that are tried first.').waitFor()
        await page.getByLabel('New password').and(page.locator(':focus')).waitFor()
        await page.getByLabel('New password').fill(NEW_PASSWORD)
        await page.getByRole('button', { name: 'Change password' }).click()
        await page.getByText('Your password was changed.').waitFor()
      })
    })

    test('A34 A8 · a new number: the old factor, the box for one that may be no mobile, and a call to it', async (t) => {
      await asMaria(t, async (page, gate) => {
        gate.clock.advance(11 * MINUTE)
        await page.getByRole('link', { name: 'Change number' }).click()
        await arrived(page, 'Change number')
        await page.getByLabel('Country').selectOption('CA')
        await page.getByLabel('Mobile number').fill('506-234-5678')
        await page.getByRole('button', { name: 'Send code' }).click()
        await proves(page, gate)
        await page.getByText('This may not be a mobile number').waitFor()
        assert.equal(await page.getByRole('textbox', { name: 'Mobile number' }).inputValue(), '506-234-5678')
        await accessible(page)
        await page.getByRole('button', { name: 'Send code to this number' }).click()
        await arrived(page, 'Check your phone')
        gate.clock.advance(30_000)
        await page.goto(page.url())
        await page.getByRole('button', { name: 'Phone Call' }).click()
        await arrived(page, "We're calling you")
        await enterCode(page, gate.lastCode())
        await page.getByText('Your number is confirmed.').waitFor()
        assert.equal(gate.sent.at(-1)?.to, '+15062345678')
      })
    })

    test('A14 · an authenticator app is added, named anew and removed', async (t) => {
      await asMaria(t, async (page, gate) => {
        await page.getByRole('button', { name: 'Add an authenticator app' }).click()
        await arrived(page, 'Add an authenticator app')
        await page.getByText("Can't scan?").click()
        const key = (await page.locator('#key').innerText()).replace(/\s/g, '')
        await page.getByLabel('Name (if you like)').fill('Work phone')
        await enterCode(page, totpCode(key, gate.clock.now()), 'Add app')
        await page.getByText('The app is added.').waitFor()
        await page.getByRole('link', { name: 'Edit' }).click()
        await arrived(page, 'Work phone')
        await page.getByLabel('Name', { exact: true }).fill('Old phone')
        await page.getByRole('button', { name: 'Save name' }).click()
        await page.getByText('The name of the app is saved.').waitFor()
        await page.getByRole('link', { name: 'Edit' }).click()
        await arrived(page, 'Old phone')
        await page.getByRole('button', { name: 'Remove app' }).click()
        await page.getByText('The app is removed').waitFor()
        assert.equal(await page.getByRole('link', { name: 'Edit' }).count(), 0)
      })
    })

    test('another place where one is signed in is seen, and ended', async (t) => {
      await asMaria(t, async (page, gate) => {
        const elsewhere = await gate.signedIn('maria', { from: '127.0.0.5' })
        await page.reload()
        await page.getByText('From 127.0.0.5').waitFor()
        await page
          .getByRole('listitem')
          .filter({ hasText: '127.0.0.5' })
          .getByRole('button', { name: 'Sign out' })
          .click()
        await page.getByText('That session is ended.').waitFor()
        assert.equal((await elsewhere.fetch('/')).status, 401)
        // The browser in which she enrolled is left.
        await page.getByRole('button', { name: 'Sign out everywhere else' }).click()
        await page.getByText('You are signed out everywhere else.', { exact: true }).waitFor()
        assert.equal(await page.getByRole('button', { name: 'Sign out everywhere else' }).count(), 0)
      })
    })

    /** Maria, signed in with a code, on Settings. */
    async function asMaria(t: TestContext, work: (page: Page, gate: TestGateway) => Promise<void>): Promise<void> {
      assert.ok(stores)
      const gate = await startGateway(t, { stores })
      await gate.enrolled('maria')
      await browser.withPage(window, async (page) => {
        await page.goto(`${gate.origin}${ACCOUNT}`)
        await page.getByLabel('Username').fill(PEOPLE.maria)
        await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
        await page.getByRole('button', { name: 'Log in' }).click()
        await arrived(page, 'Check your phone')
        await enterCode(page, gate.lastCode())
        await arrived(page, 'Settings')
        await work(page, gate)
      })
    }

    /** Password and code, as they are asked for: a wrong one first. */
    async function proves(page: Page, gate: TestGateway): Promise<void> {
      await arrived(page, "Confirm it's you")
      for (const password of ['not her password', PASSWORD]) {
        await page.getByLabel('Password', { exact: true }).fill(password)
        await page.getByRole('button', { name: 'Continue' }).click()
        if (password === PASSWORD) break
        await page.getByText("That isn't your password.").waitFor()
        await page.getByLabel('Password', { exact: true }).and(page.locator(':focus')).waitFor()
      }
      await arrived(page, 'Check your phone')
      await enterCode(page, gate.lastCode())
    }

    async function arrived(page: Page, name: string): Promise<void> {
      await page.getByRole('heading', { level: 1, name }).waitFor()
      await accessible(page)
    }

    async function accessible(page: Page): Promise<void> {
      if (javaScript) assert.deepEqual(await violations(page), [], page.url())
    }

    /** Sends a code; with JavaScript the page does so by itself. */
    async function enterCode(page: Page, code: string, button = 'Submit'): Promise<void> {
      await page.getByLabel(/6-digit code/).fill(code)
      if (!javaScript) await page.getByRole('button', { name: button }).click()
    }
  })
}
