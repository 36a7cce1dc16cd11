import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Language } from '../../src/domain/language.ts'
import { messagesIn } from '../../src/languages/index.ts'
import { openBrowser, type TestBrowser } from '../support/browser.ts'
import { PASSWORD, PEOPLE, startGateway } from '../support/gateway.ts'
import { STORE_SETS } from '../support/store-sets.ts'

const [embedded] = STORE_SETS
assert.ok(embedded)
const stores = embedded

const TEXTS: Record<Exclude<Language, 'en'>, RegExp> = {
  de: /^\d{6} ist Ihr Code für Northwind Partner Portal\./,
  fr: /^\d{6} est votre code pour Northwind Partner Portal\./,
  es: /^\d{6} es su código para Northwind Partner Portal\./,
}

suite('a browser in another language', () => {
  let browser: TestBrowser
  before(async () => {
    browser = await openBrowser()
  })
  after(() => browser.close())

  for (const [locale, language] of [
    ['de-AT', 'de'],
    ['fr-CA', 'fr'],
    ['es', 'es'],
  ] as const) {
    test(`A7 A12 · in ${locale} from the password over the first code to the portal, on a phone`, async (t) => {
      const gate = await startGateway(t, { stores })
      const { signIn, enrollPhone, challenge, enrolled, sentences } = messagesIn(language)
      const heading = (name: string) => ({ name, exact: true, level: 1 })
      await browser.withPage({ width: 360, locale }, async (page) => {
        await page.goto(`${gate.origin}/reports`)
        await page.getByLabel(signIn.username).fill(PEOPLE.maria)
        await page.getByLabel(signIn.password, { exact: true }).fill(`${PASSWORD}!`)
        await page.getByRole('button', { name: signIn.submit }).click()
        assert.ok(typeof sentences.password_wrong === 'string')
        await page.getByText(sentences.password_wrong, { exact: true }).waitFor()
        await page.getByLabel(signIn.password, { exact: true }).fill(PASSWORD)
        await page.getByRole('button', { name: signIn.submit }).click()

        await page.getByRole('heading', heading(enrollPhone.title)).waitFor()
        await page.getByLabel(enrollPhone.country).selectOption('GB')
        await page.getByLabel(enrollPhone.phone).fill('07400 123456')
        await page.getByRole('button', { name: enrollPhone.submit }).click()

        await page.getByRole('heading', heading(challenge.checkPhone)).waitFor()
        assert.match(gate.sent.at(-1)?.text ?? '', TEXTS[language])
        await page.locator('#code').fill(gate.lastCode())
        await page.getByRole('heading', heading(enrolled.title)).waitFor()
        await page.getByRole('link', { name: enrolled.go }).click()
        await page.getByText('portal says /reports').waitFor()
      })
    })
  }
})
