import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import { LANGUAGES } from '../../src/domain/language.ts'
import { openAssets } from '../../src/pages/assets.ts'
import { openPages } from '../../src/pages/index.ts'
import { assetsDir, type Fixture, openFixture, viewsDir } from '../pages/fixture-server.ts'
import { samples } from '../pages/samples.ts'
import { type TestBrowser, openBrowser } from '../support/browser.ts'
import {
  contrastFaults,
  focused,
  type Measure,
  messageOf,
  namelessFields,
  smallTargets,
  widerThanWindow,
} from './measures.ts'

const names = [...samples(openPages({ assets: openAssets(assetsDir), viewsDir })).keys()]

/** Which field each page starts in. */
const FOCUS = {
  'sign-in': '#username',
  'sign-in-wrong': '#password',
  'sign-in-slowed': '[role=alert]',
  'enroll-phone-wrong': '#phone',
  'challenge-sms': '#code',
  'challenge-wrong': '#code',
  'enroll-app-wrong': '#code',
}

suite('how every page looks', () => {
  let fixture: Fixture
  let browser: TestBrowser
  before(async () => {
    ;[fixture, browser] = await Promise.all([openFixture(), openBrowser()])
  })
  after(async () => {
    await browser.close()
    fixture.close()
  })

  /** Opens every page in turn and names those where something is found. */
  async function findings(
    { page, origin = fixture.origin }: { page: Page; origin?: string },
    ...measures: Measure[]
  ): Promise<string[]> {
    const found: string[] = []
    for (const name of names) {
      await page.goto(`${origin}/${name}`)
      for (const measure of measures) found.push(...(await measure(page)).map((fault) => `${name}: ${fault}`))
    }
    return found
  }

  for (const javaScript of [true, false]) {
    test(`R36 · with JavaScript ${javaScript ? 'on' : 'off'} no page breaks its policy, fails in a script, or asks anybody else for anything`, async () => {
      await browser.withPage({ width: 360, javaScript }, async (page) => {
        const faults: string[] = []
        const elsewhere: string[] = []
        page.on('console', (message) => void faults.push(message.text()))
        page.on('pageerror', (error) => void faults.push(error.message))
        page.on('requestfailed', (request) => void faults.push(request.url()))
        page.on('request', (request) => {
          if (!request.url().startsWith(`${fixture.origin}/`)) elsewhere.push(request.url())
        })
        await findings({ page })
        assert.deepEqual({ faults, elsewhere }, { faults: [], elsewhere: [] })
      })
    })
  }

  const WINDOWS = [
    { width: 320, what: 'at 320 pixels, which is 1280 at four times its size' },
    { width: 360, touch: true, what: 'on a small phone' },
    { width: 1280, what: 'on a desk' },
  ]
  for (const { what, ...options } of WINDOWS) {
    test(`no page scrolls sideways, and what is pressed is 44 pixels high and wide, ${what}`, async () => {
      const found = await browser.withPage(options, (page) => findings({ page }, widerThanWindow, smallTargets))
      assert.deepEqual(found, [])
    })
  }

  for (const language of LANGUAGES.filter((one) => one !== 'en')) {
    test(`nor does one in ${language}, whose words are longer`, async (t) => {
      const spoken = await openFixture({ language })
      t.after(() => spoken.close())
      const found = await browser.withPage({ width: 320 }, (page) =>
        findings({ page, origin: spoken.origin }, widerThanWindow, smallTargets),
      )
      assert.deepEqual(found, [])
    })
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`all text stands out from what is behind it by 4.5 to 1 or more, ${colorScheme}`, async () => {
      const found = await browser.withPage({ width: 360, colorScheme }, (page) => findings({ page }, contrastFaults))
      assert.deepEqual(found, [])
    })
  }

  test('a screen reader has a name for every field, and the message of one that is wrong', async () => {
    const found = await browser.withPage({}, (page) => findings({ page }, namelessFields))
    assert.deepEqual(found, [])
    await browser.withPage({}, async (page) => {
      await page.goto(`${fixture.origin}/sign-in-wrong`)
      assert.equal(await messageOf(page, 'password'), "That username and password don't match.")
      assert.equal(await messageOf(page, 'username'), null)
    })
  })

  for (const javaScript of [true, false]) {
    test(`with JavaScript ${javaScript ? 'on' : 'off'} focus goes to what is wrong, else to the first thing to fill in`, async () => {
      await browser.withPage({ javaScript }, async (page) => {
        for (const [name, place] of Object.entries(FOCUS)) {
          await page.goto(`${fixture.origin}/${name}`)
          await page.locator(`${place}:focus`).waitFor()
        }
      })
    })
  }

  test('every page can be walked with the keyboard alone, and shows where one is', async () => {
    await browser.withPage({}, async (page) => {
      for (const name of names) {
        await page.goto(`${fixture.origin}/${name}`)
        const pressable = await page.locator('a, button, input:not([type=hidden]), select, summary').count()
        // A field for a time is one for each of its parts, and its calendar.
        const parts = 7 * (await page.locator('input:is([type=date], [type=datetime-local])').count())
        const reached = new Set<number>()
        for (let press = 0; press < pressable + parts + 4; press++) {
          await page.keyboard.press('Tab')
          const at = await focused(page)
          if (at === null) continue
          assert.ok(at.outlined, `${name}: no outline`)
          reached.add(at.place)
        }
        // What is inside the closed <details>, what only fingers see and what nobody sees is not to be reached.
        const unreachable =
          'details:not([open]) :is(a, button), .on-phone a:not(:visible), [hidden] input:not([type=hidden])'
        const hidden = await page.locator(unreachable).count()
        assert.equal(reached.size, pressable - hidden, name)
      }
    })
  })
})
