import assert from 'node:assert/strict'
import { after, before, suite, test, type TestContext } from 'node:test'
import type { Page } from 'playwright-core'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { PASSWORD, PEOPLE, type Person, startGateway, type TestGateway } from '../support/gateway.ts'
import { STORE_SETS } from '../support/store-sets.ts'
import { otherCode, totpCode } from '../support/totp.ts'
import { violations } from './axe.ts'

const WINDOWS = [360, 1280].flatMap((width) => [true, false].map((javaScript) => ({ width, javaScript })))

for (const window of WINDOWS) {
  suite(`in a window of ${window.width} pixels, JavaScript ${window.javaScript ? 'on' : 'off'}`, () => {
    let browser: TestBrowser
    before(async () => {
      browser = await openBrowser()
    })
    after(() => browser.close())

    test('A2 A7 A11 A12 · from a deep link over a wrong code, a phone call and the right code to the page asked for', async (t) => {
      const gate = await openGate(t)
      await browser.withPage(window, async (page) => {
        await page.goto(`${gate.origin}/reports?year=2019#totals`)
        await logIn(page, 'maria')

        await heading(page, 'Enable 2FA')
        await page.getByLabel('Country').selectOption('GB')
        await page.getByLabel('Mobile number').fill('12345')
        await page.getByRole('button', { name: 'Enable 2FA' }).click()
        await page.getByText("That doesn't look like a phone number in United Kingdom").waitFor()
        assert.equal(await page.getByLabel('Mobile number').inputValue(), '12345')
        await page.getByLabel('Mobile number').fill('07400 123456')
        await page.getByRole('button', { name: 'Enable 2FA' }).click()

        await heading(page, 'Check your phone')
        await enterCode(page, otherCode(gate.lastCode()))
        await page.getByText("That code isn't right. 4 tries left.").waitFor()
        assert.equal(gate.upstream.received.length, 0)

        gate.clock.advance(30_000)
        await page.goto(page.url())
        await page.getByRole('button', { name: 'Phone Call' }).click()
        await heading(page, "We're calling you")
        assert.deepEqual(
          gate.sent.map(({ channel, to }) => [channel, to]),
          [
            ['sms', '+447400123456'],
            ['call', '+447400123456'],
          ],
        )

        await enterCode(page, gate.lastCode())
        await heading(page, "You're set")
        await page.getByRole('link', { name: 'Continue' }).click()
        await page.getByText('portal says /reports?year=2019').waitFor()
        const fragment = window.javaScript ? '#totals' : ''
        assert.equal(page.url(), `${gate.origin}/reports?year=2019${fragment}`)
      })
    })

    test('A14 A4 · an authenticator app is set up from the typed key, and asked for at the next sign-in', async (t) => {
      const gate = await openGate(t)
      await browser.withPage(window, async (page) => {
        await page.goto(gate.origin)
        await logIn(page, 'carl')
        await page.getByRole('link', { name: 'Use an authenticator app instead' }).click()
        await page.getByText("Can't scan?").click()
        const key = (await page.locator('#key').innerText()).replace(/\s/g, '')
        await enterCode(page, otherCode(totpCode(key, gate.clock.now())), 'Enable 2FA')
        await page.getByText("That code doesn't match.").waitFor()
        await enterCode(page, totpCode(key, gate.clock.now()), 'Enable 2FA')
        await heading(page, "You're set")

        await page.goto(`${gate.origin}/_gatehouse/account`)
        await page.locator('#app-0').getByText('Authenticator app').waitFor()
        await page.getByRole('button', { name: 'Sign out' }).click()
        await page.getByText("You're signed out.").waitFor()

        gate.clock.advance(30_000)
        await page.goto(`${gate.origin}/protection/`)
        await logIn(page, 'carl')
        await heading(page, 'Open your app')
        assert.equal(gate.upstream.received.length, 0)
        await enterCode(page, totpCode(key, gate.clock.now()))
        await page.getByText('portal says /protection/').waitFor()
        assert.deepEqual(gate.sent, [])
      })
    })

    test('A15 · "Remind me in 48 hours" lets one in, for as long as it says', async (t) => {
      const gate = await openGate(t)
      await browser.withPage(window, async (page) => {
        await page.goto(gate.origin)
        await logIn(page, 'dora')
        await page.getByRole('button', { name: 'Remind me in 48 hours' }).click()
        await page.getByText('portal says /').waitFor()
      })
      gate.clock.advance(47 * 3_600_000)
      await browser.withPage(window, async (page) => {
        await page.goto(gate.origin)
        await logIn(page, 'dora')
        await page.getByText('portal says /').waitFor()
      })
      gate.clock.advance(3_600_000)
      await browser.withPage(window, async (page) => {
        await page.goto(gate.origin)
        await logIn(page, 'dora')
        await heading(page, 'Enable 2FA')
      })
    })

    test('A8 · a landline brings the box; going on with it gets a call', async (t) => {
      const gate = await openGate(t)
      await browser.withPage(window, async (page) => {
        await page.goto(gate.origin)
        await logIn(page, 'ada')
        await page.getByLabel('Country').selectOption('GB')
        await page.getByLabel('Mobile number').fill('020 7946 0958')
        await page.getByRole('button', { name: 'Enable 2FA' }).click()
        await heading(page, 'This looks like a landline')
        assert.deepEqual(gate.sent, [])
        assert.equal(await page.getByLabel('Mobile number').inputValue(), '020 7946 0958')
        await page.getByRole('button', { name: 'Enable 2FA with a call to this number' }).click()
        await heading(page, "We're calling you")
        assert.deepEqual(
          gate.sent.map(({ channel, to }) => [channel, to]),
          [['call', '+442079460958']],
        )
      })
    })

    test('A5 · a wrong password keeps the name, asks for the password again, and lets nobody through', async (t) => {
      const gate = await openGate(t)
      await browser.withPage(window, async (page) => {
        await page.goto(gate.origin)
        await logIn(page, 'maria', 'battery-horse-correct')
        await page.getByText("That username and password don't match.").waitFor()
        await page.getByLabel('Password', { exact: true }).and(page.locator(':focus')).waitFor()
        assert.equal(await page.getByLabel('Username').inputValue(), PEOPLE.maria)
        assert.equal(await page.getByLabel('Password', { exact: true }).inputValue(), '')
        assert.match(await page.title(), /^Error: That username and password don't match\./)
        assert.equal(gate.upstream.received.length, 0)
      })
    })

    async function heading(page: Page, name: string): Promise<void> {
      await page.getByRole('heading', { name }).waitFor()
      if (window.javaScript) assert.deepEqual(await violations(page), [], name)
    }

    /** Sends a code; with JavaScript the page does so by itself. */
    async function enterCode(page: Page, code: string, button = 'Submit'): Promise<void> {
      await page.getByLabel(/6-digit code/).fill(code)
      if (!window.javaScript) await page.getByRole('button', { name: button }).click()
    }
  })
}

function openGate(t: TestContext): Promise<TestGateway> {
  const stores = STORE_SETS.find(({ name }) => name === 'embedded')
  assert.ok(stores)
  return startGateway(t, { stores })
}

async function logIn(page: Page, person: Person, password = PASSWORD): Promise<void> {
  await page.getByLabel('Username').fill(PEOPLE[person])
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
}
