import type { Settings } from '../config/settings.ts'
import { type OwnApp, servedApp } from './apps.ts'
import { frontFaults } from './faults.ts'
import { httpPart } from './http-part.ts'
import { servers } from './servers.ts'
import { block, lines } from './text.ts'
import { inComment } from './words.ts'

/** What of `gatehouse.yaml` stands in the file. */
export type FrontSettings = Pick<
  Settings,
  'publicUrl' | 'knownHosts' | 'apps' | 'believedProxies' | 'forwardAuth' | 'connectionsPerAddress'
>

/** What the file cannot know from `gatehouse.yaml`. */
export interface FrontOptions {
  /** `PORT`, `ADDRESS:PORT` or `[ADDRESS]:PORT`. */
  listen: string[]
  /** Files of the site's certificate, with what comes between it and a root, and of its key; null for plain HTTP. */
  tls: { certificate: string; key: string } | null
  /** `HOST:PORT` of each gateway. */
  gateways: string[]
  /** An existing directory for what nginx keeps for a second. */
  cacheDir: string
  /** PEM file of the authorities that certificates of apps come from, where an app names none of its own. */
  authorities: string
}

/**
 * The configuration of an nginx that stands in front of the gateway and the apps, asks the gateway about requests, and
 * passes them to the apps itself; docs/forward-auth.md says by what rules. Nothing in either argument can end the
 * directive that it stands in. Secrets are not in it.
 */
export function nginxFront(settings: FrontSettings, options: FrontOptions): { text: string } | { faults: string[] } {
  const faults = frontFaults(settings, options)
  if (faults.length > 0) return { faults }
  const apps = settings.apps.map((app, index) => servedApp(app, index + 1, options))
  const [served, own] = [apps.filter((app) => 'served' in app), apps.filter((app) => 'own' in app)]
  if (served.length === 0) return { faults: own.map(({ app, own: why }) => `"${app.name}" is not for nginx: ${why}.`) }
  return {
    text: lines(
      header(own),
      'worker_processes auto;',
      'worker_rlimit_nofile 16384;',
      'pcre_jit on;',
      'events { worker_connections 8192; }',
      '',
      block('http', [...httpPart(settings, served, options), ...servers(settings, served, options)]),
    ),
  }
}

function header(own: OwnApp[]): string {
  return lines(
    '# nginx in front of Gatehouse, as "gatehouse front nginx" prints it from gatehouse.yaml: print it anew instead of editing it,',
    '# after every change of apps, hosts or listening address there, and reload nginx. "--check FILE" says whether it is due.',
    '#',
    '# nginx asks the gateway about each request and keeps a yes for the rest of the second in which it asked. The gateway itself',
    '# answers its own pages and everything that is turned away, and passes on what nginx cannot judge or end: WebSockets, event',
    '# streams, and addresses that are not plain.',
    ...own.map(({ app, own: why }) => `# So it does for the app ${inComment(app.name)}: ${why}.`),
    '#',
    '# What nginx does not do: `concurrency` of apps and the pace of bodies are not held. A download under way goes on after a sign-out. A cookie that an app',
    '# sets under the name of ours is not taken away, but made such that browsers refuse it. X-Request-Id is an id of nginx. Interim',
    '# answers and trailers do not pass. Names of upstreams are looked up when nginx starts.',
  )
}
