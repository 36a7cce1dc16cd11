import { canonicalAddress, inRanges } from '../http/client-address.ts'
import type { FrontOptions, FrontSettings } from './nginx.ts'
import { hostWord, pathWord, quoted } from './words.ts'

/** What stands against printing a file, each as a whole sentence. */
export function frontFaults(settings: FrontSettings, options: FrontOptions): string[] {
  return [
    ...questionFaults(settings),
    ...addressFaults(settings),
    ...upstreamFaults(settings),
    ...fileFaults(settings, options),
  ]
}

/** Without these, nginx would get no answer, or everybody would have its address. */
function questionFaults({ forwardAuth, believedProxies }: FrontSettings): string[] {
  if (forwardAuth?.by !== 'nginx') {
    return [
      'nginx may not ask the gateway: write "forward_auth: { by: nginx, from: [127.0.0.1/32] }" into gatehouse.yaml.',
    ]
  }
  const unbelieved = forwardAuth.from.filter((range) => {
    const first = canonicalAddress(range.split('/')[0] ?? '')
    return first === null || !inRanges(first, believedProxies)
  })
  return unbelieved.map(
    (range) => `nginx would not be believed who its clients are: add ${range} to believed_proxies in gatehouse.yaml.`,
  )
}

function addressFaults({ knownHosts, apps }: FrontSettings): string[] {
  const hostnames = new Set([...knownHosts].map((host) => host.replace(/:\d+$/, '')))
  const paths = new Set(apps.flatMap(({ path, publicPaths }) => [path, ...publicPaths]))
  return [
    ...[...hostnames].filter((host) => hostWord(host) === null).map((host) => `No request can name the host ${host}.`),
    // Each is a location with a slash at its end too.
    ...[...paths]
      .filter((path) => pathWord(path.replace(/\/?$/, '/')) === null)
      .map((path) => `nginx cannot hold the path ${path}: choose one of plain characters, 254 at most.`),
  ]
}

function upstreamFaults({ apps }: FrontSettings): string[] {
  const moving = apps.filter(({ upstream }) => !/^https?:/.test(upstream))
  return moving.map(({ name, upstream }) => `"${name}" has no address: the ${upstream} has another one at every start.`)
}

function fileFaults({ publicUrl }: FrontSettings, { tls, cacheDir, authorities }: FrontOptions): string[] {
  const files = [cacheDir, authorities, ...(tls === null ? [] : [tls.certificate, tls.key])]
  const unwritable = files.filter((file) => quoted(file) === null)
  return [
    ...unwritable.map((file) => `nginx cannot name the file ${JSON.stringify(file)}: choose a path without $.`),
    ...(tls !== null && publicUrl.protocol === 'http:'
      ? [`public_url is ${publicUrl.origin}: write https there, or leave out the certificate.`]
      : []),
  ]
}
