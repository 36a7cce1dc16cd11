import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openAssets } from '../../src/pages/assets.ts'
import { openPages } from '../../src/pages/index.ts'
import { openTemplates } from '../../src/pages/templates.ts'
import { assetsDir, viewsDir } from './fixture-server.ts'
import { ENROLL_APP, SETTINGS, SIGN_IN, samples } from './samples.ts'

const pages = openPages({ assets: openAssets(assetsDir), viewsDir })
const PAGE_BYTES = 50 * 1024

for (const [name, html] of samples(pages)) {
  test(`R36 · ${name} is a whole document: closed tags, unique ids, no inline script or style, nothing of another site`, () => {
    assert.match(html, /^<!doctype html>\n<html lang="en"[^]*<\/html>\s*$/)
    assert.deepEqual(unclosedTags(html), [])
    assert.equal(html.match(/<h1>/g)?.length, 1)
    assert.match(html, /<title>[^<]+<\/title>/)

    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)
    assert.equal(new Set(ids).size, ids.length)
    for (const [, list = ''] of html.matchAll(/\s(?:for|aria-describedby|aria-labelledby|aria-controls)="([^"]*)"/g)) {
      for (const id of list.split(' ')) assert.ok(ids.includes(id), `${id} is referred to and not there`)
    }

    assert.doesNotMatch(html, /\bundefined\b|\bnull\b|\[object |NaN/)
    assert.doesNotMatch(html, /\sstyle=|\son[a-z]+=|<style|<script(?! src="\/_gatehouse\/assets\/)/)
    // A sign-up link is this site's own.
    const own = html.replaceAll('xmlns="http://www.w3.org/2000/svg"', '').replace(/<code id="link"[^]*?<\/code>/, '')
    assert.doesNotMatch(own, /https?:\/\//)
  })

  test(`${name} is at most 50 KB without its QR code`, () => {
    const bytes = Buffer.byteLength(html.replace(/<svg[^]*<\/svg>/, ''))
    assert.ok(bytes <= PAGE_BYTES, `${bytes} bytes`)
  })

  test(`${name} has one primary button at most, labels on all fields, and says its error in the title`, () => {
    assert.ok((html.match(/class="[^"]*\bprimary\b/g) ?? []).length <= 1)
    const shown = html.replace(/<div hidden>[^]*?<\/div>/g, '')
    for (const [tag] of shown.matchAll(/<(?:input|select|textarea)\b[^>]*>/g)) {
      if (tag.includes('type="hidden"')) continue
      const [, id] = /\sid="([^"]*)"/.exec(tag) ?? []
      assert.ok(html.includes(`<label for="${id}">`), tag)
    }
    const alerts = html.match(/role="alert"/g) ?? []
    assert.equal(html.includes('<title>Error: '), alerts.length > 0)
  })
}

test('R38 · what was typed is printed as text, in attributes and in the title too', () => {
  const typed = `"><script>alert(1)</script>'&amp;`
  const html = pages.signIn({
    ...SIGN_IN,
    portalName: typed,
    typedUsername: typed,
    next: `/${typed}`,
    destination: typed,
    error: { field: 'form', message: { kind: 'app_silent', app: typed } },
  })
  const escaped = '&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;&amp;amp;'
  assert.doesNotMatch(html, /<script>|alert\(1\)<\/script>/)
  assert.ok(html.includes(`value="${escaped}"`))
  assert.ok(html.includes(`value="/${escaped}"`))
  assert.ok(
    html.includes(
      `<title>Error: ${escaped} isn&#39;t answering. Try again in a moment. · Sign in · ${escaped}</title>`,
    ),
  )
})

test('a page that is not given what its template prints throws, and so does one that tests it in an `if`', () => {
  for (const name of ['typedUsername', 'notice']) {
    const page = { ...SIGN_IN }
    Reflect.deleteProperty(page, name)
    assert.throws(() => pages.signIn(page), new RegExp(`read "${name}", which it was not given`))
  }
  const page = { ...SETTINGS }
  Reflect.set(page, 'companyName', null)
  assert.throws(() => pages.settings(page), /printed a value that is null/)
})

test('a frozen page renders like any other', () => {
  const page = { ...SETTINGS, apps: [{ name: 'Portal', url: '/' }] }
  for (const part of [page, page.apps, page.apps[0]]) Object.freeze(part)
  assert.ok(pages.settings(page).includes('<a href="/">Portal</a>'))
})

test('a link that is neither a path of this site nor a web address is refused', () => {
  for (const url of ['javascript:alert(1)', '//evil.example', '/\\evil.example', 'data:text/html,x', 'reports', '']) {
    assert.throws(
      () => pages.settings({ ...SETTINGS, apps: [{ name: 'App', url }] }),
      /neither a path nor a web address/,
      url,
    )
  }
  assert.throws(() => pages.enrollApp({ ...ENROLL_APP, otpauthUrl: 'javascript:alert(1)' }), /otpauth/)
})

test('the one value that is printed as it is must be a plain drawing', () => {
  const hostile = [
    '<svg><script>alert(1)</script></svg>',
    '<svg onload="alert(1)"><path d="M0 0"/></svg>',
    '<svg><path d="M0 0" style="fill:red"/></svg>',
    '<svg><a href="https://evil.example"><path d="M0 0"/></a></svg>',
    '<svg><path d="M0 0"/></svg><script src="/x"></script>',
    '<img src="/x">',
  ]
  for (const qrSvg of hostile) assert.throws(() => pages.enrollApp({ ...ENROLL_APP, qrSvg }), /plain <svg>/, qrSvg)
})

test('templates print nothing raw but other templates and the QR code, and quote every attribute', () => {
  for (const file of readdirSync(viewsDir).filter((name) => name.endsWith('.eta'))) {
    const text = readFileSync(join(viewsDir, file), 'utf8')
    const raw = [...text.matchAll(/<%~\s*([\w.]+)/g)].map(([, expression]) => expression)
    for (const expression of raw) {
      assert.ok(
        ['include', 'it.body', 'it.label', 'it.fill', 'page.qrSvg'].includes(expression ?? ''),
        `${file}: ${expression}`,
      )
    }
    assert.doesNotMatch(text, /\s[\w-]+=<%/, `${file} has a value in an attribute without quotes`)
  }
})

test('a template with a fault in its syntax is reported when it is opened, not when it is shown', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'gatehouse-views-'))
  try {
    await writeFile(join(dir, 'broken.eta'), '<% if (it.page { %><% } %>')
    assert.throws(() => openTemplates(dir), /Bad template syntax/)
  } finally {
    await rm(dir, { recursive: true })
  }
})

/** Names of tags that are opened and not closed, or closed out of order. */
function unclosedTags(html: string): string[] {
  const open: string[] = []
  const wrong: string[] = []
  for (const [, slash, name = '', , selfClosed] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:\s[^<>]*?)?)(\/?)>/g)) {
    if (VOID.has(name) || selfClosed === '/') continue
    if (slash === '') open.push(name)
    else if (open.pop() !== name) wrong.push(`</${name}>`)
  }
  return [...wrong, ...open]
}

const VOID = new Set(['meta', 'link', 'img', 'input', 'br'])
