import assert from 'node:assert/strict'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { formatFault } from '../../src/config/fault.ts'
import { filesToWatch, loadConfiguration } from '../../src/config/load.ts'
import { contentOf } from '../../src/config/watch.ts'
import { DEFAULT_PALETTES, unreadable } from '../../src/domain/palette.ts'
import type { Theme } from '../../src/domain/theme.ts'
import { SECRET, SOUND_GATEHOUSE, writtenTo } from './written.ts'

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 36"><path d="M0 0h72v36z"/></svg>'

/** A PNG of that size; only its first bytes are looked at. */
function png(width: number, height: number): Buffer {
  const header = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
  const size = Buffer.alloc(8)
  size.writeUInt32BE(width, 0)
  size.writeUInt32BE(height, 4)
  return Buffer.concat([header, size])
}

type Files = Record<string, string | Buffer>

/** A sound configuration with these files in its theme folder. */
async function themed(t: TestContext, files: Files): Promise<string> {
  const dir = await writtenTo(t, { gatehouse: `${SOUND_GATEHOUSE}theme: ./theme\n` })
  await mkdir(join(dir, 'theme'))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, 'theme', name)), { recursive: true })
    await writeFile(join(dir, 'theme', name), content)
  }
  return dir
}

function read(dir: string): { theme: Theme } | { faults: string[] } {
  const result = loadConfiguration(dir, { env: { SECRET }, dataDir: dir })
  if ('configuration' in result) return { theme: result.configuration.settings.theme }
  return { faults: result.faults.map((fault) => formatFault(fault).replaceAll(`${dir}/`, '')) }
}

async function themeOf(t: TestContext, files: Files): Promise<Theme> {
  const result = read(await themed(t, files))
  return 'theme' in result ? result.theme : assert.fail(result.faults.join('\n'))
}

async function faultsOf(t: TestContext, files: Files): Promise<string[]> {
  const result = read(await themed(t, files))
  return 'faults' in result ? result.faults : []
}

test('a theme: what is left out is the gateway’s own', async (t) => {
  const theme = await themeOf(t, {
    'theme.yaml': 'show_name: false\ncolours: { light: { accent: "#1F4E9E", accent_deep: "#163a78" } }',
    'logo.svg': SVG,
    'icon.png': png(64, 64),
    'views/footer.eta': '<footer><%= it.portalName %></footer>',
    'views/notices/sms.eta': '<%~ it.subject %>',
    'README.md': 'Notes.',
    '.hidden': '',
  })
  assert.deepEqual(theme.palettes, {
    ...DEFAULT_PALETTES,
    light: { ...DEFAULT_PALETTES.light, accent: '#1f4e9e', accent_deep: '#163a78' },
  })
  assert.equal(theme.showsName, false)
  assert.deepEqual([theme.logo?.name, theme.logo?.ratio], ['logo.svg', 2])
  assert.deepEqual([theme.icon?.name, theme.icon?.ratio], ['icon.png', 1])
  assert.deepEqual([...theme.templates], [['footer', '<footer><%= it.portalName %></footer>']])
  assert.deepEqual([...theme.notices.keys()], ['sms'])
  assert.equal((await themeOf(t, {})).showsName, true)
})

test('the worked example of docs/theming.md is sound, and so are its colours', async (t) => {
  const docs = await readFile(new URL('../../docs/theming.md', import.meta.url), 'utf8')
  const example = docs.slice(docs.indexOf('## A worked example'), docs.indexOf('## Colours'))
  const files = [...example.matchAll(/`theme\/([^`]+)`:\n\n```\w+\n([^]*?)```/g)].map(([, name = '', text = '']) => [
    name,
    text,
  ])
  assert.deepEqual(new Set(files.map(([name]) => name)), new Set(['logo.svg', 'theme.yaml', 'views/footer.eta']))
  const theme = await themeOf(t, Object.fromEntries(files) as Files)
  assert.equal(theme.palettes.light.accent, '#1f4e9e')
  for (const palette of Object.values(theme.palettes)) assert.deepEqual(unreadable(palette), [])
})

const FAULTS: [name: string, files: Files, ...faults: string[]][] = [
  [
    'colours that are none, and keys that are unknown',
    {
      'theme.yaml':
        'colors: {}\ncolours:\n  light:\n    accent: blue\n    ink: "#12345"\n  dark: { Page: "#000000" }\n',
    },
    'theme/theme.yaml:1:1: unknown key "colors": did you mean "colours"?',
    'theme/theme.yaml:4:13: "blue" is not possible: write six hexadecimal digits in quotes, as "#175c4c"',
    'theme/theme.yaml:5:10: "#12345" is not possible: write six hexadecimal digits in quotes, as "#175c4c"',
    'theme/theme.yaml:6:11: unknown key "Page": did you mean "page"?',
  ],
  [
    'text that cannot be read',
    {
      'theme.yaml': 'colours:\n  light:\n    quiet: "#9a9a9a"\n    card: "#ffffff"\n  dark: { on_accent: "#ffffff" }\n',
    },
    'theme/theme.yaml:3:12: "quiet" has a contrast of 2.45 with "tint", which is #eaf1ec unless it is set too: 4.5 is the least that people can read',
    'theme/theme.yaml:3:12: "quiet" has a contrast of 2.51 with "page", which is #f4f2ed unless it is set too: 4.5 is the least that people can read',
    'theme/theme.yaml:3:12: "quiet" has a contrast of 2.81 with "card": 4.5 is the least that people can read',
    'theme/theme.yaml:5:22: "on_accent" has a contrast of 1.46 with "accent_deep", which is #a3e2cd unless it is set too: 4.5 is the least that people can read',
    'theme/theme.yaml:5:22: "on_accent" has a contrast of 1.74 with "accent", which is #86d3ba unless it is set too: 4.5 is the least that people can read',
  ],
  [
    'images of other kinds, without a shape, too large, or twice',
    {
      'logo.jpg': '',
      'logo.png': 'GIF89a',
      'icon.svg': '<svg><path d="M0 0"/></svg>',
      'icon.png': Buffer.concat([png(1, 1), Buffer.alloc(256 * 1024)]),
    },
    'theme/icon.png:1:1: larger than 256 KiB: everybody loads it, make it smaller',
    'theme/icon.png:1:1: there is a icon.svg as well: keep one of the two',
    'theme/icon.svg:1:1: this is no SVG of a known shape: its <svg> needs a viewBox, as viewBox="0 0 36 36"',
    'theme/logo.jpg:1:1: a theme has no such file: a theme holds theme.yaml, logo.svg or logo.png, icon.svg or icon.png, and views/',
    'theme/logo.png:1:1: this is no PNG: save it as one',
  ],
  [
    'templates that do not compile',
    {
      'views/sign-in.eta': '<h1>Hello</h1>\n\n<%= it.portalName ) %>\n',
      'views/footer.eta': '<footer>\n  <%= it.help\n</footer>',
      'views/notices/mail.eta': 'Hello\n<%= it.name',
      'views/menu.eta': '<p>\n<% if (it.menu) { %>\n<p>\n',
    },
    'theme/views/footer.eta:2:3: unclosed tag: close it',
    'theme/views/menu.eta:2:1: this does not compile (a brace is missing, or there is one too many): mend the tag here',
    'theme/views/notices/mail.eta:2:1: unclosed tag: close it',
    "theme/views/sign-in.eta:3:1: this does not compile (Unexpected token ')'): mend the tag here",
  ],
]
for (const [name, files, ...faults] of FAULTS) {
  test(`theme fault · ${name}`, async (t) => {
    assert.deepEqual(await faultsOf(t, files), faults)
  })
}

test('theme fault · templates that nothing shows, or that include what is not there', async (t) => {
  const [misspelt, broken, other, ...more] = await faultsOf(t, {
    'views/sign_in.eta': '<p>',
    'views/footer.eta': "<footer>\n<%~ include('@mine') %> <%~ include('@halp') %></footer>",
    'views/mine.eta': '<p>',
    'views/notes.txt': '',
  })
  assert.match(broken ?? '', /^theme\/views\/notes\.txt:1:1: this is no template/)
  assert.match(misspelt ?? '', /^theme\/views\/footer\.eta:2:37: there is no template "@halp"/)
  assert.match(
    other ?? '',
    /^theme\/views\/sign_in\.eta:1:1: the gateway has no template "sign_in".*did you mean "sign-in"\?/,
  )
  assert.deepEqual(more, [])
})

test('theme fault · a folder that is not there, or is none', async (t) => {
  const dir = await writtenTo(t, { gatehouse: `${SOUND_GATEHOUSE}theme: nowhere\n` })
  const expected = `gatehouse.yaml:4:8: nowhere cannot be listed (ENOENT): make it a folder that this user may read`
  assert.deepEqual(read(dir), { faults: [expected] })
  assert.deepEqual(await faultsOf(t, { views: 'no folder' }), [
    'theme/views:1:1: cannot be listed (ENOTDIR): make it a folder that this user may read',
  ])
})

test('a link may lead to another place in the theme, as Kubernetes makes them, and never out of it', async (t) => {
  const dir = await themed(t, { '..data/logo.svg': SVG, '..data/views/footer.eta': '<footer></footer>' })
  const theme = join(dir, 'theme')
  await symlink('..data/logo.svg', join(theme, 'logo.svg'))
  await symlink('..data/views', join(theme, 'views'))
  const sound = read(dir)
  assert.ok('theme' in sound && sound.theme.logo !== null && sound.theme.templates.has('footer'), JSON.stringify(sound))

  await writeFile(join(dir, 'icon.svg'), SVG)
  await symlink('../icon.svg', join(theme, 'icon.svg'))
  const left = await themed(t, {})
  await mkdir(join(left, 'elsewhere'))
  await writeFile(join(left, 'elsewhere', 'footer.eta'), '<footer></footer>')
  await symlink('../elsewhere', join(left, 'theme', 'views'))
  const out = 'this is a link that leads out of the theme folder: put the file itself here'
  assert.deepEqual(read(dir), { faults: [`theme/icon.svg:1:1: ${out}`] })
  assert.deepEqual(read(left), { faults: [`theme/views/footer.eta:1:1: ${out}`] })
})

test('what is watched for changes follows the theme that the file names, and all that is in it', async (t) => {
  const dir = await themed(t, { 'logo.svg': SVG, 'views/footer.eta': '<footer></footer>' })
  const names = () => filesToWatch(dir).map((file) => file.replace(`${dir}/`, ''))
  const look = () => contentOf(filesToWatch(dir))
  assert.deepEqual(names(), [
    'gatehouse.yaml',
    'policy.yaml',
    'theme/logo.svg',
    'theme/views',
    'theme/views/footer.eta',
  ])
  const before = await look()
  await writeFile(join(dir, 'theme', 'views', 'footer.eta'), '<footer>New</footer>')
  const edited = await look()
  await writeFile(join(dir, 'theme', 'theme.yaml'), 'show_name: false')
  assert.equal(new Set([before, edited, await look()]).size, 3)
  await writeFile(join(dir, 'gatehouse.yaml'), SOUND_GATEHOUSE)
  assert.deepEqual(names(), ['gatehouse.yaml', 'policy.yaml'])
})
