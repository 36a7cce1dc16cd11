import assert from 'node:assert/strict'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { SIGN_IN, signIn, startGateway, type TestGateway } from '../support/gateway.ts'
import { eachStoreSet, type StoreSet } from '../support/store-sets.ts'
import type { Visitor } from '../support/visitor.ts'

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 36"><path d="M0 0h72v36z"/></svg>'
const BLUE = 'colours: { light: { accent: "#1f4e9e", accent_deep: "#163a78", page: "#f0f0f8" } }'

/** A gateway with an empty theme folder in force. */
async function gateWithTheme(t: TestContext, stores: StoreSet): Promise<TestGateway> {
  const gate = await startGateway(t, { stores })
  await mkdir(join(gate.dir, 'theme', 'views'), { recursive: true })
  return gate
}

/** Writes these files into the theme folder, and reloads. Answers what is printed. */
async function theme(gate: TestGateway, files: Record<string, string>): Promise<string[]> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(gate.dir, 'theme', name), text)
  const printed = await gate.reload({ settings: 'theme: ./theme' })
  return printed.map((line) => line.replaceAll(`${gate.dir}/`, ''))
}

/** The address of an asset that a page names, and what is there. */
async function asset(visitor: Visitor, pattern: RegExp) {
  const { text } = await visitor.get(SIGN_IN)
  const [, url] = pattern.exec(text) ?? []
  return visitor.get(url ?? assert.fail(`no ${pattern} in the page`))
}

const STYLESHEET = /href="([^"]+\.css)"/
const LOGO = /<img src="([^"]+)"/

eachStoreSet((stores) => {
  test('a theme: colours, logo and a template are the operator’s at the next request, without a restart', async (t) => {
    const gate = await gateWithTheme(t, stores)
    const visitor = gate.visitor()
    const [css, logo] = [await asset(visitor, STYLESHEET), await asset(visitor, LOGO)]
    const footer = '<footer class="help"><p>Contoso · <%= it.help === null ? it.portalName : it.help %></p></footer>'
    assert.deepEqual(await theme(gate, { 'theme.yaml': BLUE, 'logo.svg': SVG, 'views/footer.eta': footer }), [
      'Reloaded: theme changed',
    ])

    const { text } = await visitor.get(SIGN_IN)
    assert.match(text, /<footer class="help"><p>Contoso · Northwind Partner Portal<\/p><\/footer>/)
    assert.match(text, /<img src="[^"]+" alt="" width="72" height="36">/)
    assert.match(text, /<meta name="theme-color" content="#f0f0f8" media="\(prefers-color-scheme: light\)">/)
    const [newCss, newLogo] = [await asset(visitor, STYLESHEET), await asset(visitor, LOGO)]
    assert.match(newCss.text, /^:root\{--page:#f0f0f8;[^}]*--accent:#1f4e9e;/)
    assert.match(css.text, /^:root\{--page:#f4f2ed;[^}]*--accent:#175c4c;/)
    assert.equal(newLogo.text, SVG)
    assert.notEqual(logo.text, SVG)
    assert.equal(newLogo.headers['content-type'], 'image/svg+xml')
    assert.equal(newLogo.headers['cache-control'], 'public, max-age=31536000, immutable')
    assert.equal(newLogo.headers['content-security-policy'], "default-src 'none'; sandbox")
    assert.match((await visitor.get('/_gatehouse/nowhere')).text, /Contoso · /, 'on every page')

    await rm(join(gate.dir, 'theme', 'logo.svg'))
    await theme(gate, {})
    assert.equal((await asset(visitor, LOGO)).text, logo.text)
    assert.match((await gate.reload()).join(), /theme changed/)
    assert.equal((await asset(visitor, STYLESHEET)).text, css.text)
  })

  test('a faulty theme changes nothing, and says where it is faulty', async (t) => {
    const gate = await gateWithTheme(t, stores)
    const visitor = gate.visitor()
    await theme(gate, { 'views/footer.eta': '<footer><p>Contoso</p></footer>' })
    const printed = await theme(gate, {
      'theme.yaml': 'colours: { light: { ink: "#cccccc" } }',
      'views/footer.eta': '<footer>\n<%= it.help ) %></footer>',
    })
    assert.match(printed.join('\n'), /theme\/theme\.yaml:1:26: "ink" has a contrast of/)
    assert.match(printed.join('\n'), /theme\/views\/footer\.eta:2:1: this does not compile/)
    assert.equal(printed.at(-1), 'Not reloaded: what was in force before these faults stays in force.')
    assert.match((await visitor.get(SIGN_IN)).text, /<footer><p>Contoso<\/p><\/footer>/)
  })

  test('R13 · a template that breaks at a page: the gateway’s own is shown, and the log says so', async (t) => {
    const gate = await gateWithTheme(t, stores)
    const visitor = gate.visitor()
    await theme(gate, {
      'views/sign-in.eta':
        "<% layout('@layout', { title: 'Ours' }) %>\n<h1>Welcome to <%= it.page.placeOfNoName %></h1>",
      'views/footer.eta': '<footer><p>Contoso</p></footer>',
    })
    const { status, text } = await visitor.get(SIGN_IN)
    assert.equal(status, 200)
    assert.match(text, /<h1>Sign in<\/h1>[^]*name="password"/)
    assert.doesNotMatch(text, /Contoso/)
    const logged = gate.logged.map((line) => JSON.parse(line) as { level: number; template?: string; err?: Error })
    const [told] = logged.filter(({ template }) => template === 'sign-in')
    assert.equal(told?.level, 50)
    assert.match(String(told?.err?.message), /placeOfNoName/)

    const signedIn = await signIn(visitor, 'maria')
    assert.equal(signedIn.status, 303, 'people get in all the same')
    assert.match((await visitor.get(signedIn.location ?? '')).text, /Contoso/, 'and other pages are the theme’s')
  })

  test('R7 · notices are written by the theme’s templates; one that is broken is sent as the gateway’s own', async (t) => {
    const gate = await gateWithTheme(t, stores)
    await mkdir(join(gate.dir, 'theme', 'views', 'notices'))
    await theme(gate, { 'views/notices/factor-added.eta': 'Contoso: a way to sign in was added\n\nYours, Contoso.' })
    await gate.enrolled('maria')
    const [notice] = await gate.told(1)
    assert.equal(notice?.subject, 'Contoso: a way to sign in was added')
    assert.match(notice.text, /^Hello maria,[^]*Yours, Contoso\./)

    await theme(gate, { 'views/notices/factor-added.eta': 'Contoso: <%= it.nothing %>' })
    await gate.enrolled('carl')
    assert.equal((await gate.told(2))[1]?.subject, 'A phone number was added to your account')
    assert.ok(gate.logged.some((line) => line.includes('"template":"factor-added"')))
  })

  test('R38 · what was typed is escaped in a theme’s templates as in the gateway’s own', async (t) => {
    const gate = await gateWithTheme(t, stores)
    const original = await gate.visitor().get(SIGN_IN)
    assert.equal(original.status, 200)
    await theme(gate, {
      'views/sign-in.eta':
        "<% layout('@layout', { title: 'Ours' }) %>\n<h1><%= it.page.typedUsername %></h1><p><%= it.faultAt('password') %></p>",
    })
    const wrong = await gate.visitor().post(SIGN_IN, { username: '<b>"x"', password: 'wrong', next: '/' })
    assert.match(wrong.text, /<h1>&lt;b&gt;&quot;x&quot;<\/h1><p>That username and password don&#39;t match\./)
  })
})
