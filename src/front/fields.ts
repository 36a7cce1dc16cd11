import type { App } from '../domain/app.ts'
import { STANDARD_IDENTITY } from '../domain/app.ts'

/** What identifies a visitor to any of the apps: on every route, no client may say it (R24). */
export function identityFields(apps: readonly Pick<App, 'identity'>[]): string[] {
  const names = [...STANDARD_IDENTITY, ...apps.flatMap(({ identity }) => identity.headers)].map(([name]) => name)
  // One spelling for each: nginx takes names that differ in case for the same.
  const spelled = new Map([...names, 'X-Gatehouse-Assertion'].map((name) => [name.toLowerCase(), name]))
  return [...spelled.values()].toSorted()
}

/**
 * What else apps take for a proxy's word, and what belongs to one connection. nginx cannot take fields away by a pattern,
 * as the gateway does, so those that are known are named. Other spellings (`_`, `.`) it never passes on.
 */
export const OTHERS_WORD: readonly string[] = [
  'Forwarded',
  'Forwarded-For',
  'X-Forwarded',
  'X-Forwarded-By',
  'X-Forwarded-Client-Cert',
  'X-Forwarded-Email',
  'X-Forwarded-Groups',
  'X-Forwarded-Method',
  'X-Forwarded-Path',
  'X-Forwarded-Port',
  'X-Forwarded-Preferred-Username',
  'X-Forwarded-Prefix',
  'X-Forwarded-Protocol',
  'X-Forwarded-Scheme',
  'X-Forwarded-Server',
  'X-Forwarded-Ssl',
  'X-Forwarded-Uri',
  'X-Forwarded-Url',
  'X-Forwarded-User',
  'X-Gatehouse-App',
  'X-Gatehouse-Cookie',
  'X-Host',
  'X-Original-Forwarded-For',
  'X-Original-Host',
  'X-Original-Method',
  'X-Original-Remote-Addr',
  'X-Original-Uri',
  'X-Original-Url',
  'X-Real-Ip',
  'X-Rewrite-Uri',
  'X-Rewrite-Url',
  'Client-Ip',
  'X-Client-Ip',
  'True-Client-Ip',
  'X-Cluster-Client-Ip',
  'Fastly-Client-Ip',
  'Fly-Client-Ip',
  'Cf-Connecting-Ip',
  'Cf-Connecting-Ipv6',
  'Cf-Pseudo-Ipv4',
  'X-Azure-Clientip',
  'X-Azure-Socketip',
  'X-Envoy-External-Address',
  'X-Originating-Ip',
  'X-Remote-Ip',
  'X-Remote-Addr',
  'X-Proxyuser-Ip',
  'Remote-User',
  'X-Remote-User',
  'X-Webauth-User',
  'Proxy',
  'Proxy-Authorization',
  'Proxy-Connection',
  'Trailer',
]
