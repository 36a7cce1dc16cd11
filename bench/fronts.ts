/** What an nginx in front is told: to forward, to ask about every request, and to ask once a second. */
import { freePort } from '../test/support/free-port.ts'
import { type GatehouseOptions, startGatehouse } from './gatehouse.ts'
import { startNginx } from './nginx.ts'
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

/** An nginx that asks a gateway, with its time and the gateway's. */
export async function startAskingNginx(
  options: Pick<GatehouseOptions, 'upstream' | 'stores'>,
  { cached }: { cached: boolean },
): Promise<Server> {
  const port = await freePort()
  const gatehouse = await startGatehouse({ ...options, behind: port })
  const nginx = await startNginx(port, (dir) => asking({ dir, port, app: options.upstream, gatehouse, cached }))
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

/** As docs/forward-auth.md has it, with connections kept alive and, where it is `cached`, good answers kept for a second. */
function asking(front: { dir: string; port: number; app: string; gatehouse: Server; cached: boolean }): string {
  const { dir, port, app, gatehouse, cached } = front
  const named = (name: string): string => name.toLowerCase().replaceAll('-', '_')
  const copied = TOLD.map((name) => `auth_request_set $told_${named(name)} $upstream_http_x_gatehouse_${named(name)};`)
  const passed = TOLD.filter((name) => name !== 'Cookie').map(
    (name) => `proxy_set_header X-Gatehouse-${name} $told_${named(name)};`,
  )
  const cache = `proxy_cache answers; proxy_cache_key "$cookie_gatehouse app"; proxy_cache_valid 200 1s;
      proxy_ignore_headers Cache-Control Expires Set-Cookie Vary; proxy_cache_lock on;`
  return `
  proxy_cache_path ${dir}/answers keys_zone=answers:1m inactive=10s use_temp_path=off;
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
      ${cached ? cache : ''}
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
