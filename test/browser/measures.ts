import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'

const script = readFileSync(new URL('in-page.js', import.meta.url), 'utf8')

/** Each of these answers what is wrong with a page, in words; nothing when it is as it should be. */
export type Measure = (page: Page) => Promise<string[]>

export const widerThanWindow: Measure = (page) => run(page, 'widerThanWindow()')
export const smallTargets: Measure = (page) => run(page, 'smallTargets()')
export const namelessFields: Measure = (page) => run(page, 'namelessFields()')
export const contrastFaults: Measure = (page) => run(page, 'contrastFaults()')

/** The message that belongs to a field that is marked as wrong; null when it is not. */
export function messageOf(page: Page, id: string): Promise<string | null> {
  return run(page, `messageOf(${JSON.stringify(id)})`)
}

/** Where the focus is, as a number of its own for each element; null when it is nowhere. */
export function focused(page: Page): Promise<{ place: number; outlined: boolean } | null> {
  return run(page, 'focused()')
}

function run<T>(page: Page, call: string): Promise<T> {
  return page.evaluate<T>(`(() => { ${script}\nreturn inPage.${call} })()`)
}
