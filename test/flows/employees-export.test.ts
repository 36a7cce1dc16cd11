import assert from 'node:assert/strict'
import { once } from 'node:events'
import { request } from 'node:http'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { openSqlDirectory } from '../../src/stores/sql/directory.ts'
import { account, NOW, SILENT } from '../stores/directories.ts'
import { audited, employeePlace, EMPLOYEES } from '../support/employees.ts'
import { signIn, startGateway } from '../support/gateway.ts'
import { problemCode } from '../support/problem.ts'
import { eachStoreSet, type FreshStores, type StoreSet } from '../support/store-sets.ts'

const EXPORT = `${EMPLOYEES}.csv`

eachStoreSet((stores) => {
  test('A22 · the people of the own company as CSV, masked, with who is enrolled; nobody else, and in the trail', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const link = /href="([^"]+\.csv[^"]*)"/.exec((await ada.get(`${EMPLOYEES}?status=not_enrolled&search=m`)).text)?.[1]
    assert.equal(link, `${EXPORT}?search=m&amp;status=not_enrolled`)
    const { status, headers, text } = await ada.get(EXPORT)
    assert.equal(status, 200)
    assert.match(headers['content-type'] ?? '', /^text\/csv; charset=utf-8; header=present$/)
    assert.equal(headers['content-disposition'], 'attachment; filename=employees-northwind.csv')
    assert.equal(headers['cache-control'], 'no-store')
    assert.deepEqual(parse(text, { bom: true, columns: true }), [
      {
        name: 'ada',
        username: 'ada@northwind.example',
        role: 'admin',
        cell_phone: "'+44 •••• ••• 01",
        desk_phone: '',
        status: 'enrolled',
        factors: 'phone',
        reminder_until: '',
        last_sign_in: '2026-01-15T09:00:00.000Z',
      },
      {
        name: 'maria',
        username: 'maria@northwind.example',
        role: 'member',
        cell_phone: '',
        desk_phone: '',
        status: 'not_enrolled',
        factors: '',
        reminder_until: '',
        last_sign_in: '',
      },
    ])
    assert.deepEqual(usernames((await ada.get(`${EXPORT}?status=enrolled`)).text), ['ada@northwind.example'])
    assert.deepEqual(usernames((await ada.get(`${EXPORT}?search=carl`)).text), [])
    const [line, ...more] = audited(gate, 'employees_exported')
    assert.equal(more.length, 2)
    assert.equal(line?.['companyId'], 'northwind')
    assert.match(String(line?.['accountId']), /\w/)
  })

  test('a name that a spreadsheet would run as a formula is text', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    const place = await employeePlace(ada, 'maria')
    const name = '=HYPERLINK("http://x.example","Click, me")'
    await ada.post(place, { name })
    assert.match((await ada.get(EXPORT)).text, /"'=HYPERLINK\(""http:\/\/x\.example"",""Click, me""\)"/)
  })

  test('A31 · members get 403; who is not signed in is led to the sign-in page', async (t) => {
    const gate = await startGateway(t, { stores })
    const maria = await gate.signedIn('maria')
    assert.equal((await maria.get(EXPORT)).status, 403)
    assert.equal(problemCode(await gate.visitor().fetch(EXPORT)), 'sign_in_required')
    const ada = gate.visitor()
    await gate.enrolled('ada')
    await signIn(ada, 'ada')
    assert.equal((await ada.get(EXPORT)).location, '/_gatehouse/challenge')
    assert.deepEqual(audited(gate, 'employees_exported'), [])
  })

  test('many people come page by page, each once; whoever stops a download harms nobody', async (t) => {
    const { remembered, opened } = remembering(stores)
    const gate = await startGateway(t, { stores: remembered })
    const ada = await gate.signedIn('ada')
    const directory = await openSqlDirectory((await opened()).settings.directory, { dataDir: gate.dir, log: SILENT })
    t.after(() => directory.close())
    const crowd = Array.from({ length: 2345 }, (_, index) => account({ username: `p${index}@northwind.example` }))
    await directory.administration.addAll(crowd, 'account_imported', { at: NOW, actor: 'test' })
    const listed = usernames((await ada.get(EXPORT)).text)
    assert.equal(listed.length, crowd.length + 2)
    assert.equal(new Set(listed).size, listed.length)

    const { port } = new URL(gate.origin)
    const headers = { Host: ada.host, Cookie: ada.cookieHeader, Accept: 'text/html', 'Sec-Fetch-Mode': 'navigate' }
    const stopped = request({ host: '127.0.0.1', port, path: EXPORT, headers })
    stopped.end()
    const [response] = await once(stopped, 'response')
    response.destroy()
    stopped.destroy()
    assert.equal(usernames((await ada.get(EXPORT)).text).length, listed.length)
    assert.ok(!gate.logged.some((line) => line.includes('"code":"internal"')))
  })
})

function usernames(csv: string): string[] {
  return parse<Record<string, string>>(csv, { bom: true, columns: true }).map((row) => row['username'] ?? '')
}

/** The same stores, and where they are, so that a test can put more into them than people would. */
function remembering(stores: StoreSet): { remembered: StoreSet; opened: () => Promise<FreshStores> } {
  let fresh: Promise<FreshStores> | undefined
  const open = (): Promise<FreshStores> => (fresh ??= stores.fresh())
  return { remembered: { name: stores.name, fresh: open }, opened: open }
}
