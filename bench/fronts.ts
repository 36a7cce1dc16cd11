/** What an nginx in front is told: to forward, to ask about every request, and to ask once a second. */
import { freePort } from '../test/support/free-port.ts'
import { loadConfiguration } from '../src/config/load.ts'
import type { Settings } from '../src/config/settings.ts'
import { nginxFront } from '../src/front/nginx.ts'
import { type GatehouseOptions, SECRET, startGatehouse } from './gatehouse.ts'
import { startNginx, startWholeNginx } from './nginx.ts'
import type { Server } from './server.ts'

/** The plain `proxy_pass`. */
export async function startPlainNginx(upstream: string): Promise<Server> {
  const port = await freePort()
  return startNginx(
    port,
    () => `
  ${keptAlive('app', upstream)}
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://app; ${KEEP_ALIVE} proxy_set_header Host $http_host; }
  }`,
  )
}

type Asking = Pick<GatehouseOptions, 'upstream' | 'stores'>

/** An nginx that asks a gateway about every request, with its time and the gateway's. */
export async function startAskingNginx(options: Asking): Promise<Server> {
  const port = await freePort()
  const gatehouse = await startGatehouse({ ...options, behind: port })
  return together(await startNginx(port, () => asking({ port, app: options.upstream, gatehouse })), gatehouse)
}

/** The same as `gatehouse front nginx` configures it. */
export async function startFront(options: Asking): Promise<Server> {
  const port = await freePort()
  const gatehouse = await startGatehouse({ ...options, behind: port })
  const { dir } = gatehouse
  const loaded = loadConfiguration(dir, { env: { SECRET }, dataDir: dir, port: gatehouse.port })
  if ('faults' in loaded) throw new Error('the configuration of the gateway cannot be read again')
  const { settings } = loaded.configuration
  return together(
    await startWholeNginx(port, (cacheDir) => frontOf(settings, { port, gatehouse, cacheDir })),
    gatehouse,
  )
}

function frontOf(
  settings: Settings,
  { port, gatehouse, cacheDir }: { port: number; gatehouse: Server; cacheDir: string },
): string {
  const front = nginxFront(settings, {
    listen: [`127.0.0.1:${port}`],
    tls: null,
    gateways: [`127.0.0.1:${gatehouse.port}`],
    cacheDir,
    authorities: '/etc/ssl/certs/ca-certificates.crt',
  })
  if ('faults' in front) throw new Error(front.faults.join('\n'))
  return front.text
}

function together(nginx: Server, gatehouse: Server): Server {
  return {
    ...nginx,
    cookie: gatehouse.cookie,
    pids: () => [...nginx.pids(), ...gatehouse.pids()],
    async stop() {
      await nginx.stop()
      await gatehouse.stop()
    },
  }
}

const TOLD = ['User', 'Name', 'Email', 'Company', 'Company-Kind', 'Role', 'Assertion', 'Cookie']

/** By hand: the least that makes nginx ask, with connections kept alive. */
function asking({ port, app, gatehouse }: { port: number; app: string; gatehouse: Server }): string {
  const named = (name: string): string => name.toLowerCase().replaceAll('-', '_')
  const copied = TOLD.map((name) => `auth_request_set $told_${named(name)} $upstream_http_x_gatehouse_${named(name)};`)
  const passed = TOLD.filter((name) => name !== 'Cookie').map(
    (name) => `proxy_set_header X-Gatehouse-${name} $told_${named(name)};`,
  )
  return `
  ${keptAlive('app', app)}
  ${keptAlive('gatehouse', `http://127.0.0.1:${gatehouse.port}`)}
  server {
    listen 127.0.0.1:${port};
    location = /_gatehouse/authz {
      internal;
      proxy_pass http://gatehouse; ${KEEP_ALIVE}
      proxy_pass_request_body off;
      proxy_set_header Content-Length "";
      proxy_set_header Host localhost:${port};
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Original-URL $scheme://localhost:${port}$request_uri;
      proxy_set_header X-Original-Method $request_method;
    }
    location / {
      auth_request /_gatehouse/authz;
      ${copied.join('\n      ')}
      proxy_pass http://app; ${KEEP_ALIVE}
      proxy_set_header Host $http_host;
      proxy_set_header Cookie $told_cookie;
      ${passed.join('\n      ')}
    }
  }`
}

const KEEP_ALIVE = 'proxy_http_version 1.1; proxy_set_header Connection "";'

function keptAlive(name: string, url: string): string {
  return `upstream ${name} { server ${new URL(url).host}; keepalive 64; keepalive_requests 10000000; }`
}
