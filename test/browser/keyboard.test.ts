import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { PASSWORD, PEOPLE, type Person, startGateway, type TestGateway } from '../support/gateway.ts'
import { eachStoreSet } from '../support/store-sets.ts'
import { violations } from './axe.ts'

eachStoreSet((stores) => {
  for (const javaScript of [true, false]) {
    suite(`with the keyboard alone, JavaScript ${javaScript ? 'on' : 'off'}`, () => {
      let browser: TestBrowser
      before(async () => {
        browser = await openBrowser()
      })
      after(() => browser.close())

      test('A2 A7 A12 · from the sign-in page over Enable 2FA and the code to the portal', async (t) => {
        const gate = await startGateway(t, { stores })
        await browser.withPage({ javaScript, width: 360 }, async (page) => {
          await page.goto(`${gate.origin}/reports`)
          await logIn(page, 'maria')

          await accessible(page, 'Enable 2FA')
          await tabTo(page, page.getByLabel('Country'))
          await page.keyboard.type('United K')
          await tabTo(page, page.getByLabel('Mobile number'))
          await page.keyboard.type('07400 123456')
          await tabTo(page, page.getByRole('button', { name: 'Enable 2FA' }))
          await page.keyboard.press('Enter')

          await enterCode(page, gate)
          await accessible(page, "You're set")
          await tabTo(page, page.getByRole('link', { name: 'Continue' }))
          await page.keyboard.press('Enter')
          await page.getByText('portal says /reports').waitFor()
        })
        assert.deepEqual(
          gate.sent.map(({ to }) => to),
          ['+447400123456'],
        )
      })

      test('A18 · an admin finds Company Settings in the menu and enables 2FA for everyone in two steps', async (t) => {
        const gate = await startGateway(t, { stores })
        await gate.enrolled('ada')
        await browser.withPage({ javaScript, width: 360 }, async (page) => {
          await page.goto(`${gate.origin}/_gatehouse/account`)
          await logIn(page, 'ada')
          await enterCode(page, gate)

          await accessible(page, 'Settings')
          await tabTo(page, page.locator('summary', { hasText: 'ada' }))
          await page.keyboard.press('Enter')
          await tabTo(page, page.getByRole('link', { name: 'Company Settings' }))
          await page.keyboard.press('Enter')

          await accessible(page, 'Company Settings')
          await tabTo(page, page.getByRole('link', { name: 'Enable 2FA for all users' }))
          await page.keyboard.press('Enter')

          await accessible(page, 'Enable 2FA for everyone')
          await tabTo(page, page.getByRole('checkbox'))
          await page.keyboard.press('Space')
          await tabTo(page, page.getByRole('button', { name: 'Enable' }))
          await page.keyboard.press('Space')
          await page.getByText('Enabled since').waitFor()
          await accessible(page, 'Company Settings')
          assert.equal(await page.getByRole('link', { name: 'Enable 2FA for all users' }).count(), 0)
        })
      })

      /** Waits for the page of that heading; a screen reader would have no more trouble with it than an eye. */
      async function accessible(page: Page, heading: string): Promise<void> {
        await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
        if (javaScript) assert.deepEqual(await violations(page), [], heading)
      }

      /** The page begins in the field; with JavaScript the sixth digit sends it. */
      async function enterCode(page: Page, gate: TestGateway): Promise<void> {
        await page
          .getByLabel(/6-digit code/)
          .and(page.locator(':focus'))
          .waitFor()
        if (javaScript) assert.deepEqual(await violations(page), [])
        await page.keyboard.type(gate.lastCode())
        if (!javaScript) await page.keyboard.press('Enter')
      }
    })
  }
})

/** The page begins in the name. */
async function logIn(page: Page, person: Person): Promise<void> {
  await page.getByLabel('Username').and(page.locator(':focus')).waitFor()
  await page.keyboard.type(PEOPLE[person])
  await tabTo(page, page.getByLabel('Password', { exact: true }))
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
}

/** Presses Tab until this has the focus, as somebody would who sees where it is. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  const reached = target.and(page.locator(':focus'))
  for (let press = 0; press < 40; press++) {
    if ((await reached.count()) > 0) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`the keyboard does not reach ${String(target)}`)
}
