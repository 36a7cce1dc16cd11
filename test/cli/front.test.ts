import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { SECRET, SOUND_GATEHOUSE, writtenTo } from '../config/written.ts'
import { ASKED_BY_NGINX } from '../front/stage.ts'
import { nginxFaults } from '../support/nginx.ts'
import { gatehouse, type Outcome } from './run.ts'

const ASKED = `${SOUND_GATEHOUSE}${ASKED_BY_NGINX}\n`

async function frontOf(t: TestContext, yaml: string, ...options: string[]): Promise<Outcome & { dir: string }> {
  const dir = await writtenTo(t, { gatehouse: yaml })
  const outcome = await gatehouse(['front', 'nginx', '--config', dir, '--data', dir, ...options], { SECRET })
  return { ...outcome, dir }
}

test('gatehouse front nginx: prints what nginx takes, and no secret', async (t) => {
  const basic = `identity: { basic: { username: gate, password: { env: SECRET } } }`
  const yaml = ASKED.replace("9090' }", `9090', ${basic} }`)
  const { code, stdout, stderr, dir } = await frontOf(t, yaml, '--cache', '/tmp')
  assert.equal(stderr, '')
  assert.equal(code, 0)
  assert.match(stdout, /^ {4}listen 80;$/m)
  assert.match(stdout, /^ {2}upstream gatehouse \{ server 127\.0\.0\.1:8080; keepalive 64; \}$/m)
  assert.ok(!stdout.includes(SECRET) && !stdout.includes(Buffer.from(`gate:${SECRET}`).toString('base64')))
  assert.equal(nginxFaults(stdout.replaceAll('"/tmp/', `"${dir}/`)), '')
})

test('gatehouse front nginx: where it listens, and where the gateway is', async (t) => {
  const places = ['--listen', '8080,[::1]:8081,192.0.2.1:80', '--gateway', '10.0.0.1:8080,gate-2.internal:8080']
  const { stdout } = await frontOf(t, ASKED, ...places)
  assert.match(stdout, /listen 8080;\n +listen \[::1\]:8081;\n +listen 192\.0\.2\.1:80;/)
  assert.match(stdout, /upstream gatehouse \{ server 10\.0\.0\.1:8080; server gate-2\.internal:8080; keepalive 64; \}/)
  const everywhere = await frontOf(t, `${ASKED}listen: { host: '::', port: 9000 }\n`)
  assert.match(everywhere.stdout, /upstream gatehouse \{ server \[::1\]:9000;/)
  const tls = await frontOf(t, `${ASKED}public_url: https://a.example\n`, '--certificate', '/c.pem', '--key', '/k.pem')
  assert.match(tls.stdout, /listen 443 ssl;\n +ssl_certificate "\/c\.pem";\n +ssl_certificate_key "\/k\.pem";/)
  const plain = await frontOf(t, `${ASKED}public_url: https://a.example\n`, '--plain')
  assert.match(plain.stdout, /listen 80;/)
  assert.match(plain.stdout, /X-Forwarded-Proto https;/)
})

test('gatehouse front nginx --check: whether a file is what would be printed', async (t) => {
  const { stdout, dir } = await frontOf(t, ASKED)
  const file = join(dir, 'nginx.conf')
  await writeFile(file, stdout)
  const check = (): Promise<Outcome> =>
    gatehouse(['front', 'nginx', '--config', dir, '--data', dir, '--check', file], { SECRET })
  assert.deepEqual(await check(), { code: 0, stdout: `${file} is what would be printed.\n`, stderr: '' })
  const yaml = join(dir, 'gatehouse.yaml')
  await writeFile(yaml, (await readFile(yaml, 'utf8')).replace('9090', '9099'))
  const { code, stderr } = await check()
  assert.equal(code, 1)
  assert.match(stderr, /nginx\.conf:\d+: here it is not what would be printed: print it anew\.\n$/)
})

const REFUSALS: [what: string, yaml: string, options: string[], code: number, stderr: RegExp][] = [
  ['nginx may not ask', SOUND_GATEHOUSE, [], 1, /write "forward_auth: \{ by: nginx/],
  ['a faulty file', `${ASKED}sesion: {}\n`, [], 2, /unknown key "sesion"/],
  [
    'https without a certificate',
    `${ASKED}public_url: https://a.example\n`,
    [],
    2,
    /give --certificate and --key, or --plain/,
  ],
  ['a certificate without its key', ASKED, ['--certificate', '/c.pem'], 2, /go together/],
  [
    'http with a certificate',
    ASKED,
    ['--certificate', '/c', '--key', '/k'],
    1,
    /public_url is http:\/\/localhost:8080/,
  ],
  [
    'a certificate and none',
    ASKED,
    ['--certificate', '/c', '--key', '/k', '--plain'],
    2,
    /--plain takes no certificate/,
  ],
  ['no address', ASKED, ['--listen', '80;evil'], 2, /"80;evil" is no address to listen on/],
  ['no gateway', ASKED, ['--gateway', 'a;b:80'], 2, /"a;b:80" is no address of a gateway/],
  ['a path that nginx cannot name', ASKED, ['--cache', '/$x'], 1, /cannot name the file "\/\$x"/],
  ['no file to check', ASKED, ['--check', '/nowhere'], 1, /\/nowhere cannot be read \(ENOENT\)/],
  ['the demo portal', ASKED.replace('http://127.0.0.1:9090', 'demo-portal'), [], 1, /"Portal" has no address/],
]

for (const [what, yaml, options, expected, message] of REFUSALS) {
  test(`gatehouse front nginx: ${what} is refused`, async (t) => {
    const { code, stdout, stderr } = await frontOf(t, yaml, ...options)
    assert.match(stderr, message)
    assert.equal(stdout, '')
    assert.equal(code, expected)
  })
}
