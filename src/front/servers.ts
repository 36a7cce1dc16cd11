import type { App } from '../domain/app.ts'
import { frontMarks } from '../proxy/front-marks.ts'
import { openRoutes } from '../proxy/route.ts'
import type { ServedApp } from './apps.ts'
import type { FrontOptions, FrontSettings } from './nginx.ts'
import { type Place, placesOf } from './places.ts'
import { block } from './text.ts'
import { hostWord, inComment, pathWord, quoted } from './words.ts'

/** One server for each host that the gateway answers for, and one for all others. */
export function servers(settings: FrontSettings, apps: readonly ServedApp[], options: FrontOptions): string[] {
  const sites = [...settings.knownHosts].map((host) => site(host, settings, apps, options))
  return [otherHosts(settings, options), ...sites].flatMap((inside) => ['', block('server', inside)])
}

/** Hosts that are not the gateway's get nothing but the health that balancers ask for under any name. */
function otherHosts({ publicUrl }: FrontSettings, options: FrontOptions): string[] {
  return [
    ...listening(options, ' default_server'),
    'server_name "";',
    block('location /_gatehouse/health/', [
      'proxy_pass http://gatehouse;',
      `proxy_set_header Host ${publicUrl.host};`,
      'proxy_set_header Connection "";',
      'proxy_set_header X-Forwarded-For $remote_addr;',
    ]),
    'location / { return 421; }',
  ]
}

function site(host: string, settings: FrontSettings, apps: readonly ServedApp[], options: FrontOptions): string[] {
  const hostname = host.replace(/:\d+$/, '')
  const marks = frontMarks(settings.apps)
  const places = placesOf(hostname, settings.apps, openRoutes(settings.apps))
  const served = new Map(apps.map(({ app, served: facts }) => [app, facts]))
  return [
    ...listening(options, ''),
    `server_name ${hostWord(hostname)};`,
    `set $gatehouse_host ${host};`,
    '',
    'if ($gatehouse_odd_host) { return 400; }',
    'if ($request_uri ~ "^/_gatehouse/authz") { return 404; }',
    block('location @gatehouse', [
      '# A question never comes by here, where it would bear what the client sent.',
      'if ($uri ~ "^/_gatehouse/authz") { return 404; }',
      '# A request that has been to the app goes nowhere else.',
      'if ($gatehouse_answer = 200) { return 500; }',
      'proxy_pass http://gatehouse;',
      'proxy_set_header Host $gatehouse_host;',
      'proxy_set_header X-Forwarded-For $remote_addr;',
      'proxy_set_header Connection $gatehouse_connection;',
      'proxy_set_header Upgrade $http_upgrade;',
      '# Its own cookies stay as they are, and it lets no app set one of them.',
      'proxy_cookie_flags off;',
      '# The gateway knows when to end what goes by it.',
      'proxy_read_timeout 24h;',
      'proxy_send_timeout 24h;',
    ]),
    block('location = /_gatehouse/authz', question(settings)),
    block('location = /_gatehouse', TO_THE_GATEWAY),
    block('location /_gatehouse/', TO_THE_GATEWAY),
    ...places.map((place) => {
      const facts = place.app === null ? undefined : served.get(place.app)
      const at = `location ${place.exact ? '= ' : ''}${pathWord(place.path)}`
      if (facts === undefined || place.app === null) return block(at, TO_THE_GATEWAY)
      return block(at, appPlace(place.app, place, facts, marks.get(place.app.name) ?? ''))
    }),
  ]
}

/**
 * What the gateway is told of a request stands in the key, or cannot change a yes: the path beyond its location, as only
 * plain addresses are asked about. Nothing else is sent.
 */
function question({ publicUrl }: FrontSettings): string[] {
  return [
    'internal;',
    'proxy_pass http://gatehouse;',
    'proxy_pass_request_body off;',
    'proxy_pass_request_headers off;',
    'proxy_set_header Content-Length "";',
    'proxy_set_header Connection "";',
    'proxy_set_header Host $gatehouse_host;',
    'proxy_set_header X-Gatehouse-App $gatehouse_app;',
    `proxy_set_header X-Original-Url ${publicUrl.protocol}//$gatehouse_host$request_uri;`,
    'proxy_set_header X-Original-Method $request_method;',
    'proxy_set_header X-Forwarded-For $remote_addr;',
    'proxy_set_header Cookie $http_cookie;',
    '# The second stands in the key, as nginx counts the age of an answer in whole ones and would keep some for nearly two.',
    'proxy_cache $gatehouse_cache;',
    'proxy_cache_key "$time_iso8601 $gatehouse_host $request_method $remote_addr $http_cookie";',
    'proxy_cache_valid 200 1s;',
    '# Requests that come together ask once. nginx looks for the answer when the wait is over and not before, so it is short.',
    'proxy_cache_lock on;',
    'proxy_cache_lock_timeout 5ms;',
    'proxy_ignore_headers Cache-Control Expires X-Accel-Expires X-Accel-Redirect X-Accel-Limit-Rate X-Accel-Buffering X-Accel-Charset;',
    'proxy_buffering on;',
    '# A third of what a request costs would go into opening the same file each time.',
    'open_file_cache max=2048 inactive=2s;',
    'open_file_cache_valid 60s;',
    'proxy_buffer_size 16k;',
    'proxy_buffers 4 16k;',
    'proxy_connect_timeout 5s;',
    'proxy_read_timeout 30s;',
  ]
}

function appPlace(app: App, place: Place, { id, scheme, tls }: ServedApp['served'], mark: string): string[] {
  const { connectMs, responseMs, bodyMs } = app.timeouts
  return [
    `# ${inComment(app.name)}${place.isPublic ? ', public' : ''}`,
    'error_page 401 403 418 500 = @gatehouse;',
    'if ($gatehouse_own) { return 418; }',
    'auth_request /_gatehouse/authz;',
    `set $gatehouse_app ${mark};`,
    `set $gatehouse_cache gatehouse_app_${id}${place.isPublic ? '_public' : ''};`,
    `set $gatehouse_signs_in ${app.identity.basic === null ? 0 : 1};`,
    // A browser would ask its person for what the gateway puts in.
    ...(app.identity.basic === null ? [] : ['proxy_hide_header WWW-Authenticate;']),
    // What it allows is compared with the app's path by the gateway alone.
    ...(app.path === '/' ? [] : ['proxy_hide_header Service-Worker-Allowed;']),
    `proxy_pass ${scheme}://gatehouse_app_${id};`,
    ...tls,
    `proxy_connect_timeout ${connectMs}ms;`,
    `proxy_read_timeout ${responseMs}ms;`,
    `proxy_send_timeout ${bodyMs}ms;`,
    `client_body_timeout ${bodyMs}ms;`,
    'add_header Via "1.1 gatehouse" always;',
    ...(app.identity.basic === null || place.isPublic ? [] : ['add_header Cache-Control $gatehouse_kept always;']),
  ]
}

/** Not said for the whole server: it would hold for a question that failed, and ask it again with what the client sent. */
const TO_THE_GATEWAY = ['error_page 418 = @gatehouse;', 'return 418;']

function listening({ listen, tls }: FrontOptions, more: string): string[] {
  return [
    ...listen.map((at) => `listen ${at}${tls === null ? '' : ' ssl'}${more};`),
    ...(tls === null
      ? []
      : [
          `ssl_certificate ${quoted(tls.certificate)};`,
          `ssl_certificate_key ${quoted(tls.key)};`,
          'ssl_protocols TLSv1.2 TLSv1.3;',
          'ssl_session_cache shared:gatehouse_tls:10m;',
          'ssl_session_tickets off;',
        ]),
  ]
}
