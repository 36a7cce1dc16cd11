import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { ACCOUNT } from './front-door.ts'

/** The password, through the form. */
export async function typePassword(page: Page): Promise<void> {
  await page.getByLabel('Username').fill(ACCOUNT.username)
  await page.getByLabel('Password', { exact: true }).fill(ACCOUNT.password)
  await page.getByRole('button', { name: 'Log in' }).click()
}

/** A code, through the form of the page that asks for it: with the last digit it is sent. */
export async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByLabel(/^Enter the 6-digit code/).fill(code)
}

/** From the page after the password to the one for authenticator apps. Answers the key that it shows to be typed. */
export async function chooseAuthenticatorApp(page: Page): Promise<string> {
  await page.getByRole('link', { name: 'Use an authenticator app instead' }).click()
  await page.getByText("Can't scan?").click()
  const key = (await page.getByLabel('type this one').innerText()).replace(/\s/g, '')
  assert.match(key, /^[A-Z2-7]{32}$/, '160 bits in base32')
  return key
}

/** Signs out on the account's own page, in a tab of its own. */
export async function signOut(page: Page, origin: string): Promise<void> {
  const tab = await page.context().newPage()
  await tab.goto(`${origin}/_gatehouse/account`)
  await tab.getByRole('button', { name: 'Sign out' }).click()
  await tab.getByText("You're signed out.").waitFor()
  await tab.close()
}
