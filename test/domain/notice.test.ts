import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountChange } from '../../src/domain/account-change.ts'
import { greetingName, mailboxOf, type Notice, noticeOf, placesOf } from '../../src/domain/notice.ts'

const OLD = '+447400123401'
const NEW = '+447400123402'
const MAIL = 'maria@northwind.example'
const changed: Notice = { kind: 'phone_changed', from: OLD, to: NEW, by: 'admin' }
const first: Notice = { ...changed, from: null }
const password: Notice = { kind: 'password_changed', by: 'owner' }

test('R7 · notices go by mail, by text where there is no address or no mail, and a change to the old number, too', () => {
  const table: [
    string,
    Notice,
    { username?: string; phone?: string | null; mailGoes?: boolean; passwordHash?: null },
    string[],
  ][] = [
    ['an address', password, {}, [`email ${MAIL}`]],
    ['an address and a number', password, { phone: OLD }, [`email ${MAIL}`]],
    ['no address', password, { username: 'maria', phone: OLD }, [`sms ${OLD}`]],
    ['no mail', password, { phone: OLD, mailGoes: false }, [`sms ${OLD}`]],
    ['neither', password, { username: 'maria' }, []],
    ['changed, an address', changed, { phone: OLD }, [`email ${MAIL}`, `sms ${OLD}`]],
    ['changed, no address', changed, { username: 'maria', phone: OLD }, [`sms ${OLD}`]],
    ['changed, no mail', changed, { phone: OLD, mailGoes: false }, [`sms ${OLD}`]],
    ['nobody has signed up', changed, { phone: OLD, passwordHash: null }, [`email ${MAIL}`]],
    ['nobody has signed up, no mail', changed, { phone: OLD, mailGoes: false, passwordHash: null }, []],
    ['nobody has signed up, a password', password, { phone: OLD, mailGoes: false, passwordHash: null }, []],
    ['a first number, an address', first, {}, [`email ${MAIL}`]],
    ['a first number, no address', first, { username: 'maria' }, []],
  ]
  for (const [what, notice, about, expected] of table) {
    const { username = MAIL, phone = null, mailGoes = true, passwordHash = '-' } = about
    const places = placesOf(notice, { username, email: null, phone, factors: [], passwordHash }, { mailGoes })
    assert.deepEqual(
      places.map(({ channel, to }) => `${channel} ${to}`),
      expected,
      what,
    )
  }
})

test('a number that is only a factor is a place, too', () => {
  const factors = [{ kind: 'phone', id: 'f', phone: OLD, lineType: 'mobile', activatedAt: 0 } as const]
  const account = { username: 'maria', email: null, phone: null, factors, passwordHash: '-' }
  assert.deepEqual(placesOf(password, account, { mailGoes: true }), [{ channel: 'sms', to: OLD }])
})

test('a mailbox is the address on file, else a username that is one; nothing in it begins another', () => {
  const table: [string | null, string, string | null][] = [
    ['m@home.example', MAIL, 'm@home.example'],
    [null, MAIL, MAIL],
    [null, 'maria', null],
    [null, 'maria@', null],
    [null, '@northwind.example', null],
    [null, 'a@b@c.example', null],
    [null, 'a@b.example, eve@evil.example', null],
    ['a@b.example\r\nBcc: eve@evil.example', MAIL, MAIL],
  ]
  for (const [email, username, expected] of table) assert.equal(mailboxOf({ email, username }), expected, username)
})

test('a notice greets by a name, and by the username where the name could be read as the address of a page', () => {
  for (const name of [
    'Maria',
    'Dr. Maria J. R. Lindqvist',
    'Zoë O’Neill-Weiß',
    'María de la O',
    'Bo Ek, Ph.D.',
    '山田 太郎',
  ]) {
    assert.equal(greetingName({ name, username: MAIL }), name)
  }
  for (const name of [
    'https://evil.example',
    'You won: evil.example',
    'www.evil.example',
    'evil.example/x',
    'eve@evil',
    'a\\b',
  ]) {
    assert.equal(greetingName({ name, username: MAIL }), MAIL)
  }
})

test('of what is done to an account its owner is told what touches how they sign in', () => {
  const table: [AccountChange, Notice['kind'] | null][] = [
    [{ kind: 'set_password', passwordHash: '-' }, 'password_changed'],
    [{ kind: 'set_phone', phone: NEW, lineType: 'mobile' }, 'phone_changed'],
    [{ kind: 'set_phone', phone: OLD, lineType: 'mobile' }, null],
    [{ kind: 'remove_phone' }, 'phone_changed'],
    [{ kind: 'reset_factors' }, 'factors_reset'],
    [{ kind: 'set_name', name: 'M' }, null],
    [{ kind: 'set_desk_phone', deskPhone: null }, null],
    [{ kind: 'set_role', role: 'admin' }, null],
    [{ kind: 'unlock', forgetsFailures: true }, null],
    [{ kind: 'disable' }, null],
    [{ kind: 'enable' }, null],
    [{ kind: 'end_sessions' }, null],
  ]
  for (const [change, kind] of table)
    assert.equal(noticeOf(change, { phone: OLD }, 'admin')?.kind ?? null, kind, change.kind)
})
