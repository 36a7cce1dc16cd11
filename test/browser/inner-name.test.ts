import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { PASSWORD, PEOPLE, startGateway } from '../support/gateway.ts'
import { INNER_ORIGIN, startInnerApp } from '../support/inner-app.ts'
import { eachStoreSet } from '../support/store-sets.ts'

eachStoreSet((stores) => {
  suite('a person at an app that knows only its inner name', () => {
    let browser: TestBrowser
    before(async () => {
      browser = await openBrowser()
    })
    after(() => browser.close())

    for (const inner of ['/', '/inner/']) {
      test(`A2 R27 · deep link, redirects, cookies, a form and a WebSocket, with its pages at ${inner}`, async (t) => {
        const app = await startInnerApp(t, inner)
        const gate = await startGateway(t, {
          stores,
          apps: `
  - { name: Portal, path: /, upstream: UPSTREAM }
  - { name: Cases, path: /protection/, upstream: "${app.url}", inner: { origin: "${INNER_ORIGIN}", path: ${inner} } }`,
        })
        await gate.enrolled('maria')
        await browser.withPage({}, async (page, context) => {
          const heading = (text: string) => page.getByRole('heading', { name: text, exact: true }).waitFor()
          await page.goto(`${gate.origin}/protection/old?x=%41#top`)
          await page.getByLabel('Username').fill(PEOPLE.maria)
          await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
          await page.getByRole('button', { name: 'Log in' }).click()
          await page.getByLabel(/6-digit code/).fill(gate.lastCode())

          await heading('Cases: cases')
          assert.equal(page.url(), `${gate.origin}/protection/cases?from=old#top`)
          await page.locator('#socket', { hasText: 'heard' }).waitFor()

          await page.getByRole('link', { name: 'Case 7' }).click()
          await heading('Cases: folder/7')
          assert.equal(page.url(), `${gate.origin}/protection/folder/7`)

          await page.goto(`${gate.origin}/protection/login`)
          await heading('Cases: cases')
          const sent = (await page.locator('#cookie').textContent()) ?? ''
          for (const cookie of ['JSESSIONID=7', 'theme=dark']) assert.ok(sent.includes(cookie), sent)
          const kept = (await context.cookies()).filter(({ name }) => name === 'JSESSIONID' || name === 'theme')
          assert.deepEqual(
            kept
              .map(({ name, domain, path }) => ({ name, domain, path }))
              .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
            [
              { name: 'JSESSIONID', domain: 'localhost', path: '/protection/' },
              { name: 'theme', domain: 'localhost', path: '/protection/cases' },
            ],
          )

          await page.getByRole('button', { name: 'Save' }).click()
          await heading('Cases: cases/8')
          assert.equal(page.url(), `${gate.origin}/protection/cases/8?saved`)

          await page.goto(`${gate.origin}/protection`)
          await heading('Cases:')
          assert.equal(page.url(), `${gate.origin}/protection/`)
        })
        assert.deepEqual(
          app.heard.filter(({ url = '' }) => !`${url}/`.startsWith(inner)),
          [],
        )
      })
    }
  })
})
