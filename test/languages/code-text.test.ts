import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LANGUAGES } from '../../src/domain/language.ts'
import { type CodeMessage, codeText } from '../../src/languages/code-text.ts'

const MESSAGE: CodeMessage = {
  channel: 'sms',
  code: '012345',
  portalName: 'Northwind Partner Portal',
  lifeMs: 10 * 60_000,
  host: 'portal.northwind.example',
  language: 'en',
}

test('a text begins with the code and ends with the line that browsers fill in by, in every language', () => {
  const texts = LANGUAGES.map((language) => codeText({ ...MESSAGE, language }).split('\n\n'))
  assert.deepEqual(
    texts.map(([text]) => text),
    [
      "012345 is your Northwind Partner Portal code. It expires in 10 minutes. Don't share it.",
      '012345 ist Ihr Code für Northwind Partner Portal. Er läuft in 10 Minuten ab. Geben Sie ihn nicht weiter.',
      '012345 est votre code pour Northwind Partner Portal. Il expire dans 10 minutes. Ne le communiquez à personne.',
      '012345 es su código para Northwind Partner Portal. Caduca dentro de 10 minutos. No lo comparta con nadie.',
    ],
  )
  for (const [, line] of texts) assert.equal(line, '@portal.northwind.example #012345')
  assert.equal(codeText({ ...MESSAGE, host: null }).split('\n').length, 1)
})

test('a call spells the code with pauses, twice, and reads no address, in every language', () => {
  for (const language of LANGUAGES) {
    const text = codeText({ ...MESSAGE, channel: 'call', language })
    assert.equal(text.split('0. 1. 2. 3. 4. 5.').length - 1, 2, text)
    assert.ok(!text.includes('@') && !text.includes('012345'), text)
    assert.match(text, /10 minut/i)
  }
})
