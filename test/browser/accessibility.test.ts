import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type Fixture, openFixture } from '../pages/fixture-server.ts'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { ALL, COLOURS, violations } from './axe.ts'

suite('axe-core finds nothing wrong with any page', () => {
  let fixture: Fixture
  let browser: TestBrowser
  before(async () => {
    ;[fixture, browser] = await Promise.all([openFixture(), openBrowser()])
  })
  after(async () => {
    await browser.close()
    fixture.close()
  })

  for (const width of [360, 1280]) {
    for (const [colorScheme, rules] of [
      ['light', ALL],
      ['dark', COLOURS],
    ] as const) {
      test(`${width} pixels wide, ${colorScheme}; with menu and boxes open, too`, async () => {
        await browser.withPage({ width, colorScheme }, async (page) => {
          const found: string[] = []
          for (const name of fixture.html.keys()) {
            await page.goto(`${fixture.origin}/${name}`)
            for (const closed of await page.locator('details:not([open]) > summary').all()) await closed.click()
            found.push(...(await violations(page, rules)).map((violation) => `${name}: ${violation}`))
          }
          assert.ok(fixture.html.size > 40)
          assert.deepEqual(found, [])
        })
      })
    }
  }

  test('and would find it: a page without a language, a label and a contrast', async () => {
    await browser.withPage({}, async (page) => {
      await page.setContent('<title>x</title><main><h1>x</h1><input><p style="color:#aaa">grey</p></main>')
      const ids = (await violations(page)).map((violation) => violation.split(':')[0])
      assert.deepEqual(new Set(ids), new Set(['html-has-lang', 'label', 'color-contrast']))
    })
  })
})
