import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { PASSWORD, PEOPLE, SIGN_IN, startGateway } from '../support/gateway.ts'
import { STORE_SETS } from '../support/store-sets.ts'

const [embedded] = STORE_SETS
assert.ok(embedded)
const stores = embedded

for (const set of STORE_SETS) {
  suite(`messages are written in the account's language · ${set.name} stores`, () => {
    test('that of the browser at the first sign-in, whatever later browsers ask for', async (t) => {
      const gateway = await startGateway(t, { stores: set })
      await gateway.enrolled('maria')
      assert.match(gateway.sent.at(-1)?.text ?? '', /is your Northwind Partner Portal code/)
      const signInFrom = async (asked: string): Promise<string> => {
        const typed = { username: PEOPLE.maria, password: PASSWORD }
        gateway.clock.advance(60_000)
        const { location } = await gateway.visitor().post(SIGN_IN, typed, { 'Accept-Language': asked })
        assert.equal(location, '/_gatehouse/challenge')
        return gateway.sent.at(-1)?.text ?? ''
      }
      assert.match(await signInFrom('*'), /is your Northwind Partner Portal code/)
      assert.match(await signInFrom('de-CH,de;q=0.9'), /ist Ihr Code für Northwind Partner Portal/)
      assert.match(await signInFrom('fr'), /ist Ihr Code für Northwind Partner Portal/)
    })

    test('a number that is being enrolled gets its first code in it, and calls are read out in it', async (t) => {
      const gateway = await startGateway(t, { stores: set })
      const visitor = gateway.visitor({ headers: { 'Accept-Language': 'es' } })
      await visitor.post(SIGN_IN, { username: PEOPLE.dora, password: PASSWORD })
      await visitor.post('/_gatehouse/enroll/phone', { country: 'GB', phone: '07400 123456' })
      assert.match(gateway.sent.at(-1)?.text ?? '', /es su código para Northwind Partner Portal/)
      gateway.clock.advance(60_000)
      await visitor.post('/_gatehouse/challenge/delivery', { channel: 'call' })
      assert.match(gateway.sent.at(-1)?.text ?? '', /^Le llamamos de Northwind Partner Portal\. Su código es: \d\. \d/)
    })
  })
}

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

  test('the operator’s own words are in it as well, where they were written in it', async (t) => {
    const help = 'help: { en: Call 4711, de: Rufen Sie 4711 an }'
    const gateway = await startGateway(t, { stores, portal: `{ name: Northwind Partner Portal, ${help} }` })
    const footer = async (asked: string): Promise<string | undefined> => {
      const { text } = await gateway.visitor().get(SIGN_IN, { 'Accept-Language': asked })
      return /<footer class="help"><p>([^<]*)/.exec(text)?.[1]
    }
    assert.equal(await footer('de'), 'Rufen Sie 4711 an')
    assert.equal(await footer('fr'), 'Call 4711')
    assert.equal(await footer(''), 'Call 4711')
  })

  test('what fails is said in it, on pages and to programs, under a code that is the same in all', async (t) => {
    const gateway = await startGateway(t, { stores })
    const visitor = gateway.visitor({ headers: { 'Accept-Language': 'fr' } })
    const page = await visitor.get('/_gatehouse/nowhere')
    assert.equal(page.status, 404)
    assert.match(page.text, /<h1>Aucune page ici<\/h1>/)
    const problem: unknown = JSON.parse((await visitor.fetch('/')).text)
    assert.ok(typeof problem === 'object' && problem !== null && 'code' in problem && 'detail' in problem)
    assert.deepEqual([problem.code, problem.detail], ['sign_in_required', "Connectez-vous d'abord."])
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
