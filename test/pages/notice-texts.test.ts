import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { LANGUAGES } from '../../src/domain/language.ts'
import type { Notice } from '../../src/domain/notice.ts'
import { type NoticeFacts, openNoticeTexts } from '../../src/pages/notice-texts.ts'

const VIEWS = join(import.meta.dirname, '../../views/notices')
const URL = 'https://portal.example/_gatehouse/sign-up?token=abc'

const ALL: Record<Notice['kind'], Notice> = {
  factor_added: { kind: 'factor_added', factor: 'totp', by: 'owner' },
  factor_removed: { kind: 'factor_removed', factor: 'phone', by: 'admin' },
  factors_reset: { kind: 'factors_reset', by: 'operator' },
  phone_changed: { kind: 'phone_changed', from: '+447400123401', to: '+447400123402', by: 'admin' },
  password_changed: { kind: 'password_changed', by: 'owner' },
  challenge_failed_after_password: { kind: 'challenge_failed_after_password' },
  mandate_enabled: { kind: 'mandate_enabled', companyName: 'Northwind IT', enabledBy: 'Ada' },
  sign_up_link: { kind: 'sign_up_link', url: URL, lastsMs: 3 * 24 * 3_600_000 },
}

const FACTS: NoticeFacts = {
  language: 'en',
  portalName: 'Northwind Partner Portal',
  help: 'Call the service desk on 4711',
  name: 'Maria',
  username: 'maria@northwind.example',
  at: Date.UTC(2026, 0, 15, 9),
  address: '192.0.2.1',
}

test('R7 R10 · every notice says what happened, when, to which account, and what to do, in mail and text', () => {
  const texts = openNoticeTexts(VIEWS)
  for (const notice of Object.values(ALL)) {
    const { subject, mail, sms } = texts(notice, FACTS)
    assert.match(subject, /^[A-Z][^\n]{20,75}[^.]$/, notice.kind)
    assert.ok(mail.includes(`\n${subject}.\n`), notice.kind)
    assert.match(mail, /^Hello Maria,\n\n/)
    assert.match(mail, /\nAccount: maria@northwind\.example\nTime: 15 January 2026, 09:00 UTC\nFrom the address: 192/)
    assert.match(mail, /Call the service desk on 4711/)
    assert.ok(sms.startsWith(`Northwind Partner Portal: ${subject}`), sms)
    assert.ok(sms.length <= 306 - 4, `${notice.kind}: ${sms.length} characters are more than two texts`)
    assert.doesNotMatch(mail + sms, /undefined|null|&\w+;|\n{3}|[ \t]\n|<%/, notice.kind)
  }
})

test('every notice is written in the language of the account', () => {
  const texts = openNoticeTexts(VIEWS)
  const hello = { en: 'Hello Maria,', de: 'Guten Tag, Maria,', fr: 'Bonjour Maria,', es: 'Hola, Maria:' }
  const subjects = new Set<string>()
  for (const language of LANGUAGES) {
    for (const notice of Object.values(ALL)) {
      const { subject, mail, sms, language: said } = texts(notice, { ...FACTS, language })
      subjects.add(subject)
      assert.equal(said, language)
      assert.ok(mail.startsWith(`${hello[language]}\n\n${subject}.\n\n`), mail)
      assert.ok(sms.includes(subject.replaceAll('\u00a0', ' ')), sms)
      assert.doesNotMatch(mail + sms, /undefined|null|&\w+;|\n{3}|[ \t]\n|<%/, notice.kind)
      assert.doesNotMatch(sms, /[\u00a0\u202f]/)
    }
  }
  assert.equal(subjects.size, Object.keys(ALL).length * LANGUAGES.length)
})

test('R7 · neither a whole number nor a link is in a notice, but for the one that is asked for', () => {
  const texts = openNoticeTexts(VIEWS)
  for (const notice of Object.values(ALL)) {
    const { subject, mail, sms } = texts(notice, FACTS)
    assert.doesNotMatch(subject + mail + sms, /7400123/, notice.kind)
    assert.equal(mail.includes('http'), notice.kind === 'sign_up_link')
  }
  assert.match(texts(ALL.phone_changed, FACTS).mail, /now \+44 •••• ••• 402\. .* no longer go to \+44 •••• ••• 401\./)
  const link = texts(ALL.sign_up_link, FACTS)
  for (const text of [link.mail, link.sms]) assert.match(text, /\?token=abc$/m)
})

test('what a value holds begins no line and no header, and nothing is written as in HTML', () => {
  const texts = openNoticeTexts(VIEWS)
  const evil = 'Söhne & "Co"\r\nBcc: eve@evil.example\u2028\u0007'
  const { subject, mail, sms } = texts(
    { kind: 'mandate_enabled', companyName: evil, enabledBy: evil },
    { ...FACTS, name: evil, help: evil, portalName: evil },
  )
  for (const text of [subject, mail, sms]) {
    assert.doesNotMatch(text, /^Bcc|[^\P{Cc}\n]|\u2028/mu)
    assert.match(text, /Söhne & "Co" Bcc/)
  }
  assert.doesNotMatch(subject, /\n/)
})

test('the folder holds a template for every notice, and nothing else', () => {
  const expected = [...Object.keys(ALL).map((kind) => `${kind.replaceAll('_', '-')}.eta`), 'mail.eta', 'sms.eta']
  assert.deepEqual(readdirSync(VIEWS).toSorted(), expected.toSorted())
})
