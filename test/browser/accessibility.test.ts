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

  test('360 and 1280 pixels wide, light and dark; with menu and boxes open, too', async () => {
    assert.ok(fixture.html.size > 40)
    const found = await findings(browser, fixture, async (page, look) => {
      for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: 800 })
        await page.emulateMedia({ colorScheme: 'light' })
        await look(`${width} light`, ALL)
        await page.emulateMedia({ colorScheme: 'dark' })
        await look(`${width} dark`, COLOURS)
      }
    })
    assert.deepEqual(found, [])
  })

  test('nor with the palest colours that a theme may have: what is held at load is enough for every page', async (t) => {
    assert.deepEqual(unreadable(PALEST), [])
    const themed = await openFixture({ theme: { ...OWN_THEME, palettes: { light: PALEST, dark: PALEST } } })
    t.after(() => themed.close())
    const found = await findings(browser, themed, (_page, look) => look('palest', COLOURS))
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

type Look = (how: string, rules: RunOptions) => Promise<void>

/** So many pages are looked at beside one another. */
const AT_ONCE = 2

/** Loads every page once, opens what is closed in it, and looks at it in every way that `ways` gives it. */
async function findings(
  browser: TestBrowser,
  { origin, html }: Fixture,
  ways: (page: Page, look: Look) => Promise<void>,
): Promise<string[]> {
  const found: string[] = []
  const names = html.keys()
  const lookAtSome = () =>
    browser.withPage({}, async (page) => {
      // No colour is on its way to another one while it is looked at.
      await page.emulateMedia({ reducedMotion: 'reduce' })
      // One iterator is shared: each name is taken by one of them.
      for (const name of names) {
        await page.goto(`${origin}/${name}`)
        await page.evaluate(`for (const details of document.querySelectorAll('details')) details.open = true`)
        await ways(page, async (how, rules) => {
          found.push(...(await violations(page, rules)).map((violation) => `${name}, ${how}: ${violation}`))
        })
      }
    })
  await Promise.all(Array.from({ length: AT_ONCE }, lookAtSome))
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
