import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type BrowserContext, type Page, chromium } from 'playwright-core'

export interface PageOptions {
  /** CSS pixels; 360 is a small phone. */
  width?: number
  javaScript?: boolean
  colorScheme?: 'light' | 'dark'
  /** A finger instead of a mouse. */
  touch?: boolean
  locale?: string
  userAgent?: string
}

export interface TestBrowser {
  /** Gives a page of its own cookies and storage, and closes it afterwards. */
  withPage<T>(options: PageOptions, use: (page: Page, context: BrowserContext) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const PACKAGE = fileURLToPath(new URL('../', import.meta.resolve('@sparticuz/chromium')))

/** Starts the Chromium that comes from npm, headless. It reaches this machine and nothing else. */
export async function openBrowser(): Promise<TestBrowser> {
  const dir = await unpackedChromium()
  const browser = await chromium.launch({
    executablePath: join(dir, 'chromium'),
    headless: true,
    // As root, as in most CI, Chromium refuses to start with a sandbox; it is only shown our own pages.
    chromiumSandbox: false,
    args: [
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.*, EXCLUDE [::1]',
      '--font-render-hinting=none',
      '--disable-gpu',
      '--disable-domain-reliability',
    ],
    env: { ...process.env, LD_LIBRARY_PATH: join(dir, 'al2023/lib'), FONTCONFIG_PATH: join(dir, 'fonts') },
  })
  return {
    async withPage({ width = 1280, javaScript = true, colorScheme = 'light', touch = false, ...rest }, use) {
      const context = await browser.newContext({
        viewport: { width, height: width < 600 ? 740 : 900 },
        javaScriptEnabled: javaScript,
        colorScheme,
        hasTouch: touch,
        locale: 'en-GB',
        ...rest,
      })
      context.setDefaultTimeout(10_000)
      try {
        return await use(await context.newPage(), context)
      } finally {
        await context.close()
      }
    },
    close: () => browser.close(),
  }
}

/**
 * Unpacks the browser, the few libraries a bare Debian lacks, and a font, once per version, into `.tmp/`.
 * Several test files may do so at the same time: each unpacks beside and the first to finish moves it into place.
 */
async function unpackedChromium(): Promise<string> {
  const { version }: { version: string } = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8'))
  const dir = join(ROOT, '.tmp', `chromium-${version}`)
  if (existsSync(dir)) return dir

  await mkdir(join(ROOT, '.tmp'), { recursive: true })
  const fresh = await mkdtemp(join(ROOT, '.tmp', 'unpacking-'))
  const unpack = `
    import chromium, { inflate } from '@sparticuz/chromium'
    await chromium.executablePath()
    await inflate(process.argv[1])`
  // In a process of its own, because the package unpacks into whatever TMPDIR says.
  await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', unpack, join(PACKAGE, 'bin/al2023.tar.br')],
    { cwd: ROOT, env: { ...process.env, TMPDIR: fresh } },
  )
  await writeFile(join(fresh, 'fonts/fonts.conf'), fontsConf(join(dir, 'fonts')))
  try {
    await rename(fresh, dir)
  } catch (error) {
    await rm(fresh, { recursive: true })
    if (!existsSync(dir)) throw error
  }
  return dir
}

/** The same letters on every machine, so that widths measured in a test hold elsewhere. */
function fontsConf(dir: string): string {
  const prefer = (family: string, font: string) =>
    `<alias binding="same"><family>${family}</family><prefer><family>${font}</family></prefer></alias>`
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>${dir}</dir>
<dir>/usr/share/fonts</dir>
<cachedir>${dir}/cache</cachedir>
${prefer('system-ui', 'Open Sans')}
${prefer('sans-serif', 'Open Sans')}
${prefer('ui-monospace', 'DejaVu Sans Mono')}
</fontconfig>
`
}
