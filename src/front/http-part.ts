import { ownCookieNames } from '../http/session-cookie.ts'
import { SAYS_WHO_KEEPS } from '../proxy/challenge.ts'
import { capitalsPatterns, PLAIN_ADDRESS } from './addresses.ts'
import type { ServedApp } from './apps.ts'
import { identityFields, OTHERS_WORD } from './fields.ts'
import type { FrontOptions, FrontSettings } from './nginx.ts'
import { block } from './text.ts'
import { inComment, quoted } from './words.ts'

/** What holds for every host: limits, what is asked about, what apps get, and the apps themselves. */
export function httpPart(settings: FrontSettings, apps: readonly ServedApp[], options: FrontOptions): string[] {
  return [
    ...limits(settings),
    '',
    ...questions(settings),
    '',
    ...whatAppsGet(settings),
    '',
    `upstream gatehouse { ${options.gateways.map((gateway) => `server ${gateway};`).join(' ')} keepalive 64; }`,
    ...apps.flatMap((app) => appBasics(app, options)),
  ]
}

function limits({ believedProxies, connectionsPerAddress }: FrontSettings): string[] {
  return [
    'server_tokens off;',
    'server_names_hash_bucket_size 512;',
    'variables_hash_bucket_size 256;',
    'variables_hash_max_size 4096;',
    'proxy_headers_hash_bucket_size 256;',
    'proxy_headers_hash_max_size 4096;',
    '',
    '# A field under another spelling of a name (`_`, `.`) reaches nobody.',
    'underscores_in_headers off;',
    'ignore_invalid_headers on;',
    'client_header_timeout 10s;',
    'large_client_header_buffers 4 16k;',
    'client_max_body_size 0;',
    'keepalive_timeout 60s;',
    'limit_conn_zone $binary_remote_addr zone=gatehouse_addresses:10m;',
    `limit_conn gatehouse_addresses ${connectionsPerAddress};`,
    'limit_conn_status 503;',
    ...believedProxies.map((range) => `set_real_ip_from ${range};`),
    'real_ip_header X-Forwarded-For;',
    'real_ip_recursive on;',
  ]
}

/** What decides whether nginx asks about a request, or leaves it to the gateway altogether. */
function questions({ apps }: FrontSettings): string[] {
  return [
    '# Only an address that everybody reads alike is one whose location says whose it is.',
    block('map $request_uri $gatehouse_odd_address', [
      'default 1;',
      ...capitalsPatterns(apps).map((pattern) => `"~${pattern}" 1;`),
      `"~${PLAIN_ADDRESS}" '';`,
    ]),
    block('map "$request_method $http_connection $http_upgrade$http_sec_websocket_key" $gatehouse_odd_fields', [
      'default 1;',
      `"~^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (?i:close|keep-alive)? $" '';`,
    ]),
    `map $http_accept $gatehouse_event_stream { default ''; "~*text/event-stream" 1; }`,
    "map \"$gatehouse_odd_address$gatehouse_odd_fields$gatehouse_event_stream\" $gatehouse_own { default 1; '' ''; }",
    '# nginx reads no further than the colon, where a port has to follow and nothing else (R20).',
    `map $http_host $gatehouse_odd_host { default 1; "~^(?:[^][:,@/\\s]+|\\[[^][,@/\\s]+\\])?(?::\\d*)?$" ''; }`,
    '# Fields that a client names in Connection go no further than the gateway, which must know them.',
    `map $http_connection $gatehouse_connection { default $http_connection; "~*^(?:close|keep-alive)?$" ''; }`,
  ]
}

/** Set once, for every location that passes requests to an app. */
function whatAppsGet({ apps, publicUrl }: FrontSettings): string[] {
  const identity = identityFields(apps)
  const known = new Set(identity.map((name) => name.toLowerCase()))
  const others = OTHERS_WORD.filter((name) => !known.has(name.toLowerCase()))
  const protocol = publicUrl.protocol.slice(0, -1)
  const https = protocol === 'https'
  return [
    'proxy_http_version 1.1;',
    'proxy_redirect off;',
    'proxy_buffering off;',
    'proxy_request_buffering off;',
    'proxy_ignore_headers X-Accel-Redirect X-Accel-Expires X-Accel-Limit-Rate X-Accel-Buffering X-Accel-Charset;',
    `# Browsers refuse ${https ? 'a cookie with __Host-, and one for all sites, that is not Secure' : 'a Secure cookie that came over plain HTTP'} (RFC 6265bis).`,
    '# One without a name (`=gatehouse=planted`) would come back under the name in its value.',
    `proxy_cookie_flags "~^[\\s=]*(?:${ownCookieNames(publicUrl.protocol).join('|')})?\\s*$" ${https ? 'nosecure samesite=none' : 'secure'};`,
    '',
    'auth_request_set $gatehouse_answer $status;',
    'auth_request_set $gatehouse_cookie $upstream_http_x_gatehouse_cookie;',
    'auth_request_set $gatehouse_credential $upstream_http_authorization;',
    ...identity.map((name) => `auth_request_set ${variableOf(name)} $upstream_http_${underscored(name)};`),
    `map $upstream_http_cache_control $gatehouse_kept { default private; '~*${SAYS_WHO_KEEPS.source}' ''; }`,
    'map $gatehouse_signs_in $gatehouse_authorization { default $http_authorization; 1 $gatehouse_credential; }',
    `map $http_via $gatehouse_via { default "$http_via, $server_protocol gatehouse"; '' "$server_protocol gatehouse"; }`,
    '',
    'proxy_set_header Host $gatehouse_host;',
    'proxy_set_header Connection "";',
    'proxy_set_header Via $gatehouse_via;',
    'proxy_set_header Cookie $gatehouse_cookie;',
    'proxy_set_header Authorization $gatehouse_authorization;',
    'proxy_set_header X-Forwarded-For $remote_addr;',
    `proxy_set_header X-Forwarded-Proto ${protocol};`,
    'proxy_set_header X-Forwarded-Host $gatehouse_host;',
    '# No more is wanted of it than that there is no other: $request_id takes a random number for every request.',
    'proxy_set_header X-Request-Id $pid-$msec-$connection-$connection_requests;',
    '# Put over whatever the client sent, also where it says nothing.',
    ...identity.map((name) => `proxy_set_header ${name} ${variableOf(name)};`),
    ...others.map((name) => `proxy_set_header ${name} "";`),
  ]
}

/**
 * A cache for each app, and another for its public paths: nginx finds entries by their MD5, and whoever makes two keys of
 * one sum must find nothing there but answers about this app that he had anyway.
 */
function appBasics({ app, served: { id, upstream } }: ServedApp, { cacheDir }: FrontOptions): string[] {
  const kinds = app.publicPaths.length === 0 ? [''] : ['', '_public']
  return [
    '',
    `# ${inComment(app.name)}`,
    `upstream gatehouse_app_${id} { server ${upstream}; keepalive 64; }`,
    ...kinds.map((kind) => {
      const zone = `gatehouse_app_${id}${kind}`
      return `proxy_cache_path ${quoted(`${cacheDir}/${zone}`)} keys_zone=${zone}:4m inactive=1s max_size=64m use_temp_path=off manager_files=10000;`
    }),
  ]
}

function variableOf(name: string): string {
  return `$gatehouse_says_${underscored(name)}`
}

function underscored(name: string): string {
  return name.toLowerCase().replaceAll('-', '_')
}
