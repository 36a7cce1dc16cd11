import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { type Palette, unreadable } from '../../src/domain/palette.ts'
import { OWN_THEME } from '../../src/domain/theme.ts'
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
          assert.ok(fixture.html.size > 40)
          assert.deepEqual(await findings(page, fixture, rules), [])
        })
      })
    }
  }

  test('nor with the palest colours that a theme may have: what is held at load is enough for every page', async (t) => {
    assert.deepEqual(unreadable(PALEST), [])
    const themed = await openFixture({ theme: { ...OWN_THEME, palettes: { light: PALEST, dark: PALEST } } })
    t.after(() => themed.close())
    const found = await browser.withPage({}, (page) => findings(page, themed, COLOURS))
    assert.deepEqual(found, [])
  })

  test('and would find it: a page without a language, a label and a contrast', async () => {
    await browser.withPage({}, async (page) => {
      await page.setContent('<title>x</title><main><h1>x</h1><input><p style="color:#aaa">grey</p></main>')
      const ids = (await violations(page)).map((violation) => violation.split(':')[0])
      assert.deepEqual(new Set(ids), new Set(['html-has-lang', 'label', 'color-contrast']))
    })
  })
})

/** Opens every page in turn, and what is closed in it. */
async function findings(page: Page, { origin, html }: Fixture, rules: RunOptions): Promise<string[]> {
  const found: string[] = []
  for (const name of html.keys()) {
    await page.goto(`${origin}/${name}`)
    // The lowest first: what the menu opens lies over what is below it.
    for (const summary of (await page.locator('details > summary').all()).toReversed()) await summary.click()
    found.push(...(await violations(page, rules)).map((violation) => `${name}: ${violation}`))
  }
  return found
}

/** Each colour just as far from what it stands on as it must be. */
const PALEST: Palette = {
  page: '#d8e4d8',
  card: '#ffffff',
  tint: '#f0d8e8',
  line: '#cccccc',
  edge: '#949494',
  ink: '#626262',
  quiet: '#626262',
  accent: '#376e37',
  accent_deep: '#8f478f',
  on_accent: '#ffffff',
  fault: '#cc0000',
  fault_tint: '#ffd8d8',
}
