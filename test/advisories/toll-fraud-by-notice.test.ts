/*
 * What tells owners of a change is sent to the number that was there before, and an admin may put in any number. Whoever holds
 * an admin's session, or is one, adds people, changes their numbers to and fro, and the portal texts whomever they like, as often
 * as they like: to premium numbers that pay them a share, or with a link to be tapped in the name of somebody new.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AuditEvent } from '../../src/domain/audit.ts'
import { accountStage } from '../cli/account-stage.ts'
import { audited, employeePlace, EMPLOYEES } from '../support/employees.ts'
import { PEOPLE, startGateway, type TestGateway } from '../support/gateway.ts'
import { eachStoreSet } from '../support/store-sets.ts'

const URL_AS_NAME = 'https://evil.example/prize?@x'
const BO = { name: 'Bo Ek', username: 'bo@northwind.example', role: 'member', cell_country: 'GB' }
const DAY = 24 * 3_600_000

eachStoreSet((stores) => {
  test('no username can be the address of a page: not in Add Employee, nor on the command line, nor in an import', async (t) => {
    const { gate, account } = await accountStage(t, stores)
    const ada = await gate.signedIn('ada')
    for (const username of [URL_AS_NAME, 'evil.example／prize@x.example', 'bo@evil.example#x', 'bo@@x.example']) {
      const refused = await ada.post(`${EMPLOYEES}/new`, { ...BO, username, cell_phone: '' })
      assert.equal(refused.status, 422, username)
      assert.match(refused.text, /id="username-fault"[^>]*>Enter an e-mail address\./)
    }
    assert.deepEqual(audited(gate, 'account_added'), [])
    const added = await account(
      ['add', URL_AS_NAME, '--company', 'northwind', '--name', 'Bo'],
      'vexed heron zinc mop\n',
    )
    assert.match(added.stderr, /is no username: write an e-mail address/)
    const rows = `username,name,company,password_hash\n"${URL_AS_NAME}",Bo,northwind,x\n`
    const imported = await account(['import', '-'], rows)
    assert.match(imported.stderr, /-:2: "https:\/\/evil\.example\/prize\?@x" is no username/)
  })

  test('R6 · nobody is texted about an account that nobody has signed up for, however often its number changes', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    await ada.post(`${EMPLOYEES}/new`, { ...BO, cell_phone: mobile(0) })
    const place = await employeePlace(ada, 'bo@')
    for (let index = 1; index <= 12; index += 1) await changeNumber(ada, place, 'Bo Ek', mobile(index))
    await gate.restart()
    assert.deepEqual(texts(gate), [])
    assert.equal(outcomes(gate, 'success phone_changed:email'), 12, 'its owner has a mailbox')
  })

  test('R6 · a number that goes to and fro is texted a few times a day, and mail ends too; the trail says so', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    await gate.enrolled('maria')
    const place = await employeePlace(ada, 'maria')
    for (let index = 1; index <= 24; index += 1) await changeNumber(ada, place, 'maria', mobile(index % 2))
    await gate.restart()
    assert.equal(texts(gate).length, 10)
    assert.equal(gate.notices.filter(({ to }) => to === PEOPLE.maria).length, 20)
    assert.equal(outcomes(gate, 'refused phone_changed:sms:too_many'), 14)
    assert.equal(outcomes(gate, 'refused phone_changed:email:too_many'), 5)
    assert.ok(gate.logged.some((line) => line.includes('a notice was not sent: there were too many')))

    gate.clock.advance(DAY)
    const again = await gate.signedIn('ada')
    await changeNumber(again, place, 'maria', mobile(7))
    await gate.restart()
    assert.equal(texts(gate).length, 11, 'the next day there is room')
  })

  test('R6 · of changes that come all at once no more is texted', async (t) => {
    const gate = await startGateway(t, { stores })
    const ada = await gate.signedIn('ada')
    await gate.enrolled('maria')
    const place = await employeePlace(ada, 'maria')
    const numbers = Array.from({ length: 24 }, (_, index) => mobile(index % 3))
    await Promise.all(numbers.map((number) => changeNumber(ada.copy(), place, 'maria', number)))
    await gate.restart()
    const sent = texts(gate)
    assert.ok(sent.length > 0 && sent.length <= 10, `${sent.length} texts`)
    for (const index of [0, 1, 2]) {
      const to = `+44${mobile(index).replaceAll(' ', '').slice(1)}`
      assert.ok(sent.filter((one) => one === to).length <= 5, to)
    }
  })
})

function mobile(index: number): string {
  return `07400 1235${String(index).padStart(2, '0')}`
}

async function changeNumber(
  admin: Awaited<ReturnType<TestGateway['signedIn']>>,
  place: string,
  name: string,
  cellPhone: string,
): Promise<void> {
  const changed = await admin.post(place, { name, cell_country: 'GB', cell_phone: cellPhone })
  assert.equal(changed.status, 303, changed.text)
}

/** To whom notices went by text, in their order. */
function texts(gate: TestGateway): string[] {
  return gate.notices.filter(({ channel }) => channel === 'sms').map(({ to }) => to)
}

function outcomes(gate: TestGateway, of: string): number {
  return gate.logged
    .flatMap((line) => (JSON.parse(line) as { audit?: AuditEvent }).audit ?? [])
    .filter(({ event, outcome, reason }) => event === 'notice_sent' && `${outcome} ${reason}` === of).length
}
