import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, suite, test, type TestContext } from 'node:test'
import type { Page } from 'playwright-core'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { CHALLENGE, PASSWORD, PEOPLE, startGateway, type TestGateway } from '../support/gateway.ts'
import { STORE_SETS } from '../support/store-sets.ts'
import { violations } from './axe.ts'

const LATER = 12 * 3_600_000
const WINDOWS = [360, 1280].flatMap((width) => [true, false].map((javaScript) => ({ width, javaScript })))

/** Names and values that a page with scripts, or one that wrote them out carelessly, would trip over. */
const AWKWARD = `
  <input name="q" value="one">
  <input name="q" value="two &amp; &quot;three&quot; <b>'four'</b>">
  <input name="" value="nameless">
  <input type="hidden" name="_charset_">
  <input type="hidden" name="next" value="/elsewhere">
  <input type="hidden" name="country" value="CA">
  <input type="hidden" name="submit" value="s">
  <input type="hidden" name="addEventListener" value="a">
  <input type="hidden" name="__proto__" value="p">
  <input type="hidden" name="a&#10;&quot;name&quot;" value=" spaces  and&#9;tabs ">
  <textarea name="text">\n\nfirst\nlast\n</textarea>
  <textarea name="empty"></textarea>
  <input name="words" value="Zo\u00eb \u20ac \u65e5\u672c\u8a9e \u{1f434} \ufeff">
  <input type="file" name="attachment">
`

const FORMS: Record<string, string> = {
  urlencoded: '',
  multipart: 'enctype="multipart/form-data"',
  'urlencoded in windows-1252': 'accept-charset="windows-1252"',
  'urlencoded in Shift_JIS': 'accept-charset="shift_jis"',
  'multipart in Shift_JIS': 'enctype="multipart/form-data" accept-charset="shift_jis"',
  'urlencoded in ISO-2022-JP': 'accept-charset="iso-2022-jp"',
  'multipart in GB 18030': 'enctype="multipart/form-data" accept-charset="gb18030"',
}

for (const window of WINDOWS) {
  suite(`in a window of ${window.width} pixels, JavaScript ${window.javaScript ? 'on' : 'off'}`, () => {
    let browser: TestBrowser
    before(async () => {
      browser = await openBrowser()
    })
    after(() => browser.close())

    test('A2 · a sign-in in the middle of work loses nothing: what arrives is what would have arrived', async (t) => {
      const { gate, posted } = await openPortal(t)
      await browser.withPage(window, async (page) => {
        await page.goto(`${gate.origin}/form/urlencoded`)
        await logIn(page, gate)
        for (const kind of Object.keys(FORMS)) {
          await page.goto(`${gate.origin}/form/${kind}`)
          await page.getByRole('button', { name: 'Save' }).click()
          await page.getByText('Saved').waitFor()
          gate.clock.advance(30_000)
        }
        const expected = posted.splice(0)
        assert.equal(expected.length, Object.keys(FORMS).length)

        for (const [at, kind] of Object.keys(FORMS).entries()) {
          await page.goto(`${gate.origin}/form/${kind}`)
          gate.clock.advance(LATER)
          await page.getByRole('button', { name: 'Save' }).click()
          await page.getByText('What you have just sent is kept for a few minutes').waitFor()
          await logIn(page, gate)
          await heading(page, 'Send your form now?')
          assert.equal(posted.length, at)
          await sendOn(page)
          await page.getByText('Saved').waitFor()
          assert.equal(posted[at], expected[at], kind)
        }
      })
    })

    test('A2 · it is sent once: going back says so, and leads to the page where one was', async (t) => {
      const { gate, posted } = await openPortal(t)
      await browser.withPage(window, async (page) => {
        await page.goto(`${gate.origin}/form/urlencoded`)
        await logIn(page, gate)
        gate.clock.advance(LATER)
        await page.getByRole('button', { name: 'Save' }).click()
        await logIn(page, gate)
        await heading(page, 'Send your form now?')
        const resume = page.url()
        await sendOn(page)
        await page.getByText('Saved').waitFor()
        // Without scripts the page before is one that was posted, which browsers ask about before they show it again.
        if (window.javaScript) await page.goBack()
        else await page.goto(resume)
        assert.equal(page.url(), resume)
        await heading(page, 'This page is out of date')
        await page.getByRole('link', { name: 'Go back to the page' }).click()
        await page.waitForURL('**/form/urlencoded')
        assert.equal(posted.length, 1)
      })
    })

    test('A2 · a form with a file is not kept, and the page says why and leads back', async (t) => {
      const { gate, posted } = await openPortal(t)
      await browser.withPage(window, async (page) => {
        await page.goto(`${gate.origin}/form/multipart`)
        await logIn(page, gate)
        gate.clock.advance(LATER)
        const file = { name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('text') }
        await page.locator('[name=attachment]').setInputFiles(file)
        await page.getByRole('button', { name: 'Save' }).click()
        await heading(page, 'Your session has ended')
        await page.getByText('It holds a file').waitFor()
        await page.getByRole('link', { name: 'Log in' }).click()
        await logIn(page, gate)
        await page.waitForURL('**/form/multipart')
        assert.deepEqual(posted, [])
      })
    })

    /** Without scripts the page that holds the form asks once more. */
    async function sendOn(page: Page): Promise<void> {
      await page.getByRole('button', { name: 'Send it now' }).click()
      if (window.javaScript) return
      await heading(page, 'Sending your form')
      await page.getByRole('button', { name: 'Send it now' }).click()
    }

    async function logIn(page: Page, gate: TestGateway): Promise<void> {
      await page.getByLabel('Username').fill(PEOPLE.maria)
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
      await page.getByRole('button', { name: 'Log in' }).click()
      await heading(page, 'Check your phone')
      await page.getByLabel(/6-digit code/).fill(gate.lastCode())
      if (!window.javaScript) await page.getByRole('button', { name: 'Submit' }).click()
      await page.waitForURL(({ pathname }) => pathname !== CHALLENGE)
    }

    async function heading(page: Page, name: string): Promise<void> {
      await page.getByRole('heading', { level: 1, name }).waitFor()
      if (window.javaScript) assert.deepEqual(await violations(page), [], name)
    }
  })
}

/** A portal with forms, behind a gateway. What was posted to it is written down, with the boundary of its parts as `--`. */
async function openPortal(t: TestContext): Promise<{ gate: TestGateway; posted: string[] }> {
  const posted: string[] = []
  let elsewhere = ''
  const portal = createServer((req, res) => {
    const kind = decodeURIComponent(req.url?.split('/')[2] ?? '')
    const save = '<button name="do" value="save">Save</button>'
    const page = req.url === '/saved' ? '<p>Saved</p>' : `<form method="post" ${FORMS[kind]}>${AWKWARD}${save}</form>`
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      if (req.method !== 'POST') return res.setHeader('Content-Type', 'text/html; charset=utf-8').end(page)
      const [, boundary = '\n'] = /boundary=(.*)/.exec(req.headers['content-type'] ?? '') ?? []
      posted.push(Buffer.concat(chunks).toString('latin1').replaceAll(boundary, '--'))
      return res.writeHead(303, { Location: `${elsewhere}/saved` }).end()
    })
  })
  portal.listen(0, '127.0.0.1')
  await once(portal, 'listening')
  t.after(() => {
    portal.close()
    portal.closeAllConnections()
  })
  const { port } = portal.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  // Where an app sends people after a form is its own affair, and need not be behind the gateway.
  elsewhere = `http://elsewhere.localhost:${port}`
  const [embedded] = STORE_SETS
  assert(embedded !== undefined)
  const gate = await startGateway(t, {
    stores: embedded,
    apps: `\n  - { name: Orders, path: /, upstream: "${url}" }\n`,
  })
  await gate.enrolled('maria')
  return { gate, posted }
}
