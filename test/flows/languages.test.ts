import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { PASSWORD, PEOPLE, SIGN_IN, startGateway } from '../support/gateway.ts'
import { STORE_SETS } from '../support/store-sets.ts'

const [embedded] = STORE_SETS
assert.ok(embedded)
const stores = embedded

suite('pages are written in the language that the browser asks for', () => {
  const ASKED: [asked: string, answered: string, heading: string][] = [
    ['', 'en', 'Sign in'],
    ['de', 'de', 'Anmelden'],
    ['de-AT,de;q=0.9,en;q=0.8', 'de', 'Anmelden'],
    ['fr-CA, en;q=0.5', 'fr', 'Connexion'],
    ['it,es;q=0.7,en;q=0.3', 'es', 'Iniciar sesión'],
    ['ES-mx', 'es', 'Iniciar sesión'],
    ['en;q=0.1,fr', 'fr', 'Connexion'],
    ['fr;q=0,*', 'en', 'Sign in'],
    ['ja,zh-TW;q=0.5', 'en', 'Sign in'],
    ['*', 'en', 'Sign in'],
    ['@@,;;;==', 'en', 'Sign in'],
  ]

  test('by preference and region, and in English where it asks for none that there is', async (t) => {
    const gateway = await startGateway(t, { stores })
    for (const [asked, answered, heading] of ASKED) {
      const { status, headers, text } = await gateway.visitor().get(SIGN_IN, { 'Accept-Language': asked })
      assert.equal(status, 200, asked)
      assert.equal(headers['content-language'], answered, asked)
      assert.match(headers.vary ?? '', /Accept-Language/, asked)
      assert.match(text, new RegExp(`<html lang="${answered}"`), asked)
      assert.ok(text.includes(`<h1>${heading}</h1>`), asked)
    }
  })

  test('what is wrong with a field is said in that language, in the title too', async (t) => {
    const gateway = await startGateway(t, { stores })
    const typed = { username: PEOPLE.maria, password: `${PASSWORD}!` }
    const { status, text } = await gateway.visitor().post(SIGN_IN, typed, { 'Accept-Language': 'de' })
    assert.equal(status, 422)
    assert.match(text, /<title>Fehler: Benutzername und Passwort passen nicht zusammen\. · Anmelden/)
    assert.match(text, /role="alert">Benutzername und Passwort passen nicht zusammen\.</)
  })

  test('`default_language` is what is written where nobody asks', async (t) => {
    const gateway = await startGateway(t, { stores, settings: 'default_language: fr' })
    const visitor = gateway.visitor()
    assert.match((await visitor.get(SIGN_IN)).text, /<html lang="fr"/)
    assert.match((await visitor.get(SIGN_IN, { 'Accept-Language': '*' })).text, /<html lang="fr"/)
    assert.match((await visitor.get(SIGN_IN, { 'Accept-Language': 'en-GB' })).text, /<html lang="en"/)
    await gateway.reload({ settings: 'default_language: es' })
    assert.match((await visitor.get(SIGN_IN)).text, /<html lang="es"/)
  })
})
