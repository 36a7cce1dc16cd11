import assert from 'node:assert/strict'
import { after, before, beforeEach, suite, test } from 'node:test'
import { type Fixture, openFixture } from '../pages/fixture-server.ts'
import { openBrowser, type TestBrowser } from '../support/browser.ts'

suite('the little JavaScript there is', () => {
  let fixture: Fixture
  let browser: TestBrowser
  before(async () => {
    ;[fixture, browser] = await Promise.all([openFixture(), openBrowser()])
  })
  after(async () => {
    await browser.close()
    fixture.close()
  })
  beforeEach(() => {
    fixture.posted.length = 0
  })

  test('a code is sent by itself with its sixth digit, once, also when it is pasted with spaces', async () => {
    await browser.withPage({}, async (page) => {
      await page.goto(`${fixture.origin}/challenge-sms`)
      await page.getByLabel(/6-digit code/).pressSequentially('123456')
      await page.waitForURL('**/settings')
      await page.goto(`${fixture.origin}/challenge-sms`)
      await page.getByLabel(/6-digit code/).fill(' 65 43-21 ')
      await page.waitForURL('**/settings')
    })
    assert.deepEqual(fixture.posted, [
      'POST /_gatehouse/challenge next=%2Fprotection%2F&by=phone&code=123456',
      'POST /_gatehouse/challenge next=%2Fprotection%2F&by=phone&code=654321',
    ])
  })

  test('without JavaScript a code with spaces can be sent, and one that is too short cannot', async () => {
    await browser.withPage({ javaScript: false }, async (page) => {
      await page.goto(`${fixture.origin}/challenge-sms`)
      const code = page.getByLabel(/6-digit code/)
      await code.fill('12345')
      await page.getByRole('button', { name: 'Submit' }).click()
      assert.deepEqual(fixture.posted, [])
      await code.fill('123 456')
      await page.getByRole('button', { name: 'Submit' }).click()
      await page.waitForURL('**/settings')
    })
    assert.deepEqual(fixture.posted, ['POST /_gatehouse/challenge next=%2Fprotection%2F&by=phone&code=123+456'])
  })

  test('a form that is pressed twice is sent once, and again after coming back to it', async () => {
    await browser.withPage({}, async (page) => {
      await page.goto(`${fixture.origin}/sign-in-wrong`)
      const logIn = page.getByRole('button', { name: 'Log in' })
      await page.getByLabel('Password', { exact: true }).fill('correct-horse-battery')
      await logIn.dblclick()
      await page.waitForURL('**/settings')
      assert.equal(fixture.posted.length, 1)
      await page.goBack()
      await page.getByLabel('Password', { exact: true }).fill('correct-horse-battery')
      await logIn.click()
      await page.waitForURL('**/settings')
      assert.equal(fixture.posted.length, 2)
    })
  })

  test('the password can be shown and hidden, and goes out as a password', async () => {
    await browser.withPage({}, async (page) => {
      await page.goto(`${fixture.origin}/sign-in`)
      const password = page.getByLabel('Password', { exact: true })
      assert.equal(await password.getAttribute('type'), 'password')
      await page.getByRole('button', { name: 'Show password' }).click()
      assert.equal(await password.getAttribute('type'), 'text')
      await page.getByRole('button', { name: 'Show password', pressed: true }).click()
      assert.equal(await password.getAttribute('type'), 'password')
    })
    await browser.withPage({ javaScript: false }, async (page) => {
      await page.goto(`${fixture.origin}/sign-in`)
      assert.equal(await page.getByRole('button', { name: 'Show password' }).count(), 0)
    })
  })

  test('A11 · the wait for a new code is counted down, and its buttons work only after it', async () => {
    await browser.withPage({}, async (page) => {
      await page.clock.install()
      await page.goto(`${fixture.origin}/challenge-sms`)
      const sms = page.getByRole('button', { name: 'SMS' })
      assert.equal(await sms.getAttribute('aria-disabled'), 'true')
      // Playwright itself waits until what it clicks is enabled; a person does not.
      await sms.click({ force: true })
      await page.clock.runFor(20_000)
      await page.getByText('You can ask for a new code in 3 seconds.').waitFor()
      await page.clock.runFor(3_000)
      await page.getByText('You can ask for a new code now.').waitFor()
      assert.deepEqual(fixture.posted, [])
      await page.getByRole('button', { name: 'Phone Call' }).click()
      await page.waitForURL('**/settings')
    })
    assert.deepEqual(fixture.posted, ['POST /_gatehouse/challenge/delivery channel=call'])
  })

  test('it speaks the language of the page', async () => {
    const german = await openFixture({ language: 'de' })
    try {
      await browser.withPage({}, async (page) => {
        await page.goto(`${german.origin}/sign-in`)
        const show = page.locator('[data-shows]')
        assert.equal(await show.textContent(), 'Anzeigen')
        await show.click()
        assert.equal(await show.textContent(), 'Verbergen')
        await show.click()
        assert.equal(await show.textContent(), 'Anzeigen')

        await page.clock.install()
        await page.goto(`${german.origin}/challenge-sms`)
        await page.getByText('Einen neuen Code können Sie in 23 Sekunden anfordern.').waitFor()
        await page.clock.runFor(3000)
        await page.getByText('Einen neuen Code können Sie in 20 Sekunden anfordern.').waitFor()
        await page.clock.runFor(21_000)
        await page.getByText('Sie können jetzt einen neuen Code anfordern.').waitFor({ state: 'attached' })
      })
    } finally {
      german.close()
    }
  })

  test('the country that was chosen last comes first, else the region of the browser, but never over what was typed', async () => {
    await browser.withPage({ locale: 'fr-CH' }, async (page) => {
      const country = page.getByLabel('Country')
      await page.goto(`${fixture.origin}/enroll-phone`)
      assert.equal(await country.inputValue(), 'CH')
      await country.selectOption('DK')
      await page.getByLabel('Mobile number').fill('20 12 34 56')
      await page.getByRole('button', { name: 'Enable 2FA' }).click()
      await page.waitForURL('**/settings')
      await page.goto(`${fixture.origin}/enroll-phone`)
      assert.equal(await country.inputValue(), 'DK')
      await page.goto(`${fixture.origin}/enroll-phone-wrong`)
      assert.equal(await country.inputValue(), 'CA')
    })
  })

  test('A8 · going on with a number that may be no mobile holds for that number, not for one typed after it', async () => {
    await browser.withPage({}, async (page) => {
      for (const changed of [false, true]) {
        await page.goto(`${fixture.origin}/enroll-phone-landline`)
        if (changed) await page.getByLabel('Mobile number').fill('506-234-5679')
        await page.getByRole('button', { name: 'Enable 2FA' }).click()
        await page.waitForURL('**/settings')
      }
    })
    assert.deepEqual(fixture.posted, [
      'POST /_gatehouse/enroll/phone next=%2Fprotection%2F&country=CA&phone=506-234-5678&anyway=1',
      'POST /_gatehouse/enroll/phone next=%2Fprotection%2F&country=CA&phone=506-234-5679',
    ])
  })

  test('A14 · the key of an authenticator app is copied without its spaces', async () => {
    await browser.withPage({}, async (page, context) => {
      await context.grantPermissions(['clipboard-read', 'clipboard-write'])
      await page.goto(`${fixture.origin}/enroll-app`)
      await page.getByText("Can't scan?").click()
      await page.getByRole('button', { name: 'Copy key' }).click()
      await page.getByText('The key was copied.').waitFor()
      assert.equal(await page.evaluate<string>('navigator.clipboard.readText()'), 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP')
    })
  })
})
