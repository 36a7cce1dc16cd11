import assert from 'node:assert/strict'
import { after, before, suite, test, type TestContext } from 'node:test'
import type { Page } from 'playwright-core'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { PASSWORD, PEOPLE, startGateway, type TestGateway } from '../support/gateway.ts'
import { STORE_SETS } from '../support/store-sets.ts'
import { violations } from './axe.ts'

const [EMBEDDED, SCALE] = STORE_SETS
const WINDOWS = [
  { width: 360, javaScript: true, stores: EMBEDDED },
  { width: 360, javaScript: false, stores: SCALE },
  { width: 1280, javaScript: true, stores: SCALE },
  { width: 1280, javaScript: false, stores: EMBEDDED },
]

for (const { stores, ...window } of WINDOWS) {
  const { width, javaScript } = window
  suite(`pages for admins, ${width} pixels, JavaScript ${javaScript ? 'on' : 'off'}, ${stores?.name} stores`, () => {
    let browser: TestBrowser
    before(async () => {
      browser = await openBrowser()
    })
    after(() => browser.close())

    test('A30 A27 · Manage Employees: found, renamed, and why a code is asked for', async (t) => {
      await asAdmin(t, async (page) => {
        await open(page, 'Manage Employees')
        await page.getByLabel('Name or username').fill('MARIA')
        await page.getByRole('button', { name: 'Search' }).click()
        assert.equal(await page.getByRole('row').count(), 2, 'one besides the head')
        await page.getByRole('link', { name: 'Edit maria' }).click()

        await arrived(page, 'Edit Employee')
        await page.getByLabel('Name', { exact: true }).fill('   ')
        await page.getByLabel('Desk phone').fill('0161 496 0042')
        await page.getByRole('button', { name: 'Save Changes' }).click()
        await page.getByText('Enter a name of 1 to 200 characters.').waitFor()
        assert.equal(await page.getByLabel('Desk phone').inputValue(), '0161 496 0042')
        await page.getByLabel('Name', { exact: true }).and(page.locator(':focus')).waitFor()
        await accessible(page)
        await page.getByLabel('Name', { exact: true }).fill('Åsa Öberg')
        await page.getByRole('button', { name: 'Save Changes' }).click()
        await page.getByRole('status').getByText('Saved.').waitFor()

        await page.getByRole('link', { name: 'Why was a code asked for?' }).click()
        await arrived(page, 'Why was Åsa Öberg asked?')
        await page.getByText('This account has no second factor yet. It may put that off for 48 hours.').waitFor()
        await page.getByLabel('IP address').fill('10.1.515')
        await page.getByRole('button', { name: 'Show' }).click()
        await page.getByText("That isn't an address.").waitFor()
        assert.equal(await page.getByLabel('IP address').inputValue(), '10.1.515')
        await accessible(page)
        await page.getByLabel('IP address').fill('127.0.0.2')
        await page.getByLabel('Time (UTC), if not now').fill('2027-03-01T08:30')
        await page.getByRole('button', { name: 'Show' }).click()
        await page.getByText('1 March 2027, 08:30 UTC').waitFor()
        assert.equal(await page.getByLabel('Time (UTC), if not now').inputValue(), '2027-03-01T08:30')
        await page.getByRole('link', { name: 'Back to Edit Employee' }).click()
        await arrived(page, 'Edit Employee')
      })
    })

    test('A30 A32 · somebody is added, signs up by the link in another browser, and gets another number', async (t) => {
      await asAdmin(t, async (page, gate) => {
        await open(page, 'Manage Employees')
        await page.getByRole('link', { name: 'Add Employee' }).click()
        await arrived(page, 'Add Employee')
        await page.getByLabel('Name', { exact: true }).fill('Bo Ek')
        await page.getByLabel('Username').fill(PEOPLE.maria)
        await page.getByRole('button', { name: 'Add Employee' }).click()
        await page.getByText('This username is taken.').waitFor()
        await page.getByLabel('Username').and(page.locator(':focus')).waitFor()
        await accessible(page)
        await page.getByLabel('Username').fill('bo@northwind.example')
        await page.getByRole('button', { name: 'Add Employee' }).click()
        await arrived(page, 'Sign-up link')
        const link = await page.locator('#link').innerText()
        await browser.withPage(window, (other) => signUp(other, link))
        await page.getByRole('link', { name: 'Go to Edit Employee' }).click()

        await arrived(page, 'Edit Employee')
        await page.getByText('Active').waitFor()
        await page.getByLabel('Country').selectOption('CA')
        await page.getByLabel('Number', { exact: true }).fill('506-234-5678')
        await page.getByRole('button', { name: 'Save Changes' }).click()
        await page.getByText('It may not be a mobile').waitFor()
        await accessible(page)
        assert.equal(await page.getByLabel('Number', { exact: true }).inputValue(), '506-234-5678')

        await page.getByRole('link', { name: 'Disable' }).click()
        await arrived(page, 'Disable')
        await page.getByRole('button', { name: 'Disable' }).click()
        await page.getByText('Disabled since').waitFor()
        await page.goto(`${gate.origin}/_gatehouse/admin/employees?status=disabled`)
        await page.getByRole('rowheader', { name: 'Bo Ek' }).waitFor()
        const download = page.waitForEvent('download')
        await page.getByRole('link', { name: 'Export as CSV' }).click()
        assert.equal((await download).suggestedFilename(), 'employees-northwind.csv')
      })
    })

    test('A18 A22 · Company Settings: enabled in two steps, not without the box, and never offered again', async (t) => {
      await asAdmin(t, async (page, gate) => {
        await open(page, 'Company Settings')
        await page.getByText('1 of 2 enrolled').waitFor()
        await page.getByText('Client companies').waitFor()
        await page.getByRole('link', { name: 'Enable 2FA for all users' }).click()
        await arrived(page, 'Enable 2FA for everyone')
        await page.getByText("1 of 2 people hasn't set up 2FA.").waitFor()
        await page.getByRole('button', { name: 'Enable' }).click()
        assert.equal(new URL(page.url()).pathname, '/_gatehouse/admin/company/mandate', 'the browser asks for the box')
        await page.getByRole('link', { name: 'Cancel' }).click()

        await arrived(page, 'Company Settings')
        await page.getByRole('link', { name: 'Enable 2FA for all users' }).click()
        await page.getByLabel('Make 2FA compulsory for everyone at Northwind IT.').check()
        await page.getByRole('button', { name: 'Enable' }).click()
        await page.getByText('Enabled since 15 January 2026 by ada.').waitFor()
        await accessible(page)
        await page.goto(`${gate.origin}/_gatehouse/admin/company/mandate`)
        await arrived(page, 'Company Settings')
        assert.equal(await page.getByRole('link', { name: 'Enable 2FA for all users' }).count(), 0)
      })
    })

    async function signUp(page: Page, link: string): Promise<void> {
      await page.goto(link)
      await arrived(page, 'Choose your password')
      assert.doesNotMatch(page.url(), /link=/)
      await page.getByLabel('New password').fill('horses')
      await page.getByRole('button', { name: 'Set password' }).click()
      await page.getByText('Use at least 15 characters.').waitFor()
      await accessible(page)
      await page.getByLabel('New password').fill('three blind horses, one battery')
      await page.getByRole('button', { name: 'Set password' }).click()
      await arrived(page, 'Sign in')
      await page.getByText('Your password is set.').waitFor()
    }

    /** Signs Ada in, and gives her page. */
    async function asAdmin(t: TestContext, use: (page: Page, gate: TestGateway) => Promise<void>): Promise<void> {
      assert.ok(stores)
      const gate = await startGateway(t, { stores })
      await gate.enrolled('ada')
      await browser.withPage(window, async (page) => {
        await page.goto(`${gate.origin}/_gatehouse/account`)
        await page.getByLabel('Username').fill(PEOPLE.ada)
        await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
        await page.getByRole('button', { name: 'Log in' }).click()
        await arrived(page, 'Check your phone')
        await page.getByLabel(/6-digit code/).fill(gate.lastCode())
        if (!javaScript) await page.getByRole('button', { name: 'Submit' }).click()
        await arrived(page, 'Settings')
        await use(page, gate)
      })
    }

    async function open(page: Page, name: string): Promise<void> {
      await page.locator('summary', { hasText: 'ada' }).click()
      await page.getByRole('link', { name }).click()
      await arrived(page, name)
    }

    async function arrived(page: Page, heading: string): Promise<void> {
      await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
      await accessible(page)
    }

    async function accessible(page: Page): Promise<void> {
      if (javaScript) assert.deepEqual(await violations(page), [], await page.title())
    }
  })
}
