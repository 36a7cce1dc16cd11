/** What is measured at each size. */
import { join } from 'node:path'
import { lastCodeIn } from '../../test/support/outbox.ts'
import { Visitor } from '../../test/support/visitor.ts'
import { page } from '../asks.ts'
import { openLoad } from '../load.ts'
import type { Installation } from './installation.ts'
import { PASSWORD, usernameAt } from './people.ts'

export interface Action {
  name: string
  /** Does it so many times, with other people in each turn; answers how many times that was. */
  run(turn: number): Promise<number>
}

const EMPLOYEES = '/_gatehouse/admin/employees'
const SIGN_INS = 5
const PAGES = 20
/** Each by somebody else: none is remembered. */
const VISITS = 100
const CONNECTIONS = 8

export async function actionsOn(installation: Installation): Promise<Action[]> {
  const lastPage = await lastPageFrom(installation, EMPLOYEES)
  const pages = (name: string, url: string): Action => ({
    name,
    async run() {
      for (let n = 0; n < PAGES; n++) await textOf(installation, url)
      return PAGES
    },
  })
  return [
    { name: 'visit, session not remembered', run: (turn) => visit(installation, turn * VISITS, VISITS) },
    { name: 'sign-in, password and code', run: (turn) => signInSome(installation, turn) },
    pages('people, first page', EMPLOYEES),
    pages('people, last page', lastPage),
    pages('people, search', `${EMPLOYEES}?search=lopez`),
    pages('company, counts', '/_gatehouse/admin/company'),
    pages('people as CSV', `${EMPLOYEES}.csv`),
  ]
}

/** So many sessions, from one index on, each once. */
export async function visit({ gatehouse, cookieAt, size }: Installation, from: number, count: number): Promise<number> {
  const exchanges = Array.from({ length: count }, (_, n) =>
    page({ ...gatehouse, cookie: cookieAt((from + n) % size.accounts) }),
  )
  const load = openLoad(gatehouse, CONNECTIONS)
  await load.saturate(() => exchanges.pop() ?? null)
  load.close()
  return count
}

async function signInSome({ gatehouse }: Installation, turn: number): Promise<number> {
  for (let n = 0; n < SIGN_INS; n++) {
    const browser = new Visitor(`http://${gatehouse.host}`)
    // Everybody with an even index is enrolled.
    const username = usernameAt((turn * SIGN_INS + n) * 2)
    await browser.post('/_gatehouse/sign-in', { username, password: PASSWORD, next: '/' })
    const code = await lastCodeIn(join(gatehouse.dir, 'outbox.jsonl'))
    const { status, location } = await browser.post('/_gatehouse/challenge', { code })
    if (status !== 303 || location !== '/') throw new Error(`${username} could not sign in: ${status} ${location}`)
  }
  return SIGN_INS
}

async function lastPageFrom(installation: Installation, url: string): Promise<string> {
  const html = await textOf(installation, url)
  const next = /<a class="button" href="([^"]*after=[^"]*)"/.exec(html)?.[1]
  return next === undefined ? url : lastPageFrom(installation, next.replaceAll('&amp;', '&'))
}

async function textOf({ gatehouse }: Installation, url: string): Promise<string> {
  const maria = new Visitor(`http://${gatehouse.host}`, { headers: { Cookie: gatehouse.cookie } })
  const { status, text } = await maria.get(url)
  if (status !== 200) throw new Error(`${url} was answered ${status}`)
  return text
}
