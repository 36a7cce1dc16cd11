import type { Locator, Page } from 'playwright-core'

/** Until Node-RED's editor can be worked with. */
export async function editorReady(page: Page): Promise<void> {
  await deployButton(page).waitFor()
  await page.locator('#red-ui-loading-progress').waitFor({ state: 'hidden' })
  await page.locator('.red-ui-palette-node', { hasText: 'http response' }).waitFor({ state: 'attached' })
}

/** Menu › Import, with a flow pasted there, and then its tab. */
export async function importFlow(page: Page, tab: string, flow: object[]): Promise<void> {
  await page.keyboard.press('Control+i')
  const dialog = page.getByRole('dialog', { name: 'Import nodes' })
  await dialog.locator('#red-ui-clipboard-dialog-import-text').fill(JSON.stringify(flow))
  await dialog.getByRole('button', { name: 'Import' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.locator('.red-ui-tab', { hasText: tab }).click()
}

/** Presses Deploy, and waits until Node-RED says that it is done. */
export async function deploy(page: Page): Promise<void> {
  await deployButton(page).click()
  await page.getByText('Successfully deployed').waitFor()
}

/** Presses the button at the left of an inject node. */
export async function inject(page: Page, label: string): Promise<void> {
  await page.locator('.red-ui-flow-node-group', { hasText: label }).locator('.red-ui-flow-node-button-button').click()
}

/** What stands in the debug sidebar, which hears of it over the WebSocket alone. */
export function debugMessages(page: Page): Locator {
  return page.locator('.red-ui-debug-msg')
}

function deployButton(page: Page): Locator {
  return page.locator('#red-ui-header-button-deploy')
}
