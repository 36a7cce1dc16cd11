import { readFileSync } from 'node:fs'
import { isIP, isIPv6 } from 'node:net'
import { resolve } from 'node:path'
import { errorCode } from '../config/error-code.ts'
import { loadConfiguration } from '../config/load.ts'
import type { Settings } from '../config/settings.ts'
import { type FrontOptions, nginxFront } from '../front/nginx.ts'
import { printFaults } from './check.ts'
import type { Asked, Option } from './command.ts'
import { CONFIG, configDirOf, DATA, dataDirOf, PORT, portOf } from './options.ts'

const FILE = (says: string): Option => ({ takes: 'FILE', says })

export const FRONT_OPTIONS = {
  listen: {
    takes: 'ADDRESSES',
    says: 'where nginx listens, as 443 or 192.0.2.1:443,[::]:443 (443 with a certificate, else 80)',
    fault: (typed) => faultOf(typed, isListenAddress, 'is no address to listen on: give a port, or as 192.0.2.1:443'),
  },
  certificate: FILE("PEM file of the site's certificate, with those between it and its authority"),
  key: FILE('PEM file of its private key'),
  plain: { takes: null, says: 'plain HTTP although public_url is https: a balancer in front ends TLS' },
  gateway: {
    takes: 'ADDRESSES',
    says: 'where nginx reaches the gateway, as 127.0.0.1:8080, or several with commas between (where it listens)',
    fault: (typed) => faultOf(typed, isAuthority, 'is no address of a gateway: give it as 127.0.0.1:8080'),
  },
  cache: { takes: 'DIR', says: 'existing directory for what nginx keeps for a second, best in memory (/run)' },
  authorities: FILE(
    'PEM file of the authorities that apps over https are verified by (/etc/ssl/certs/ca-certificates.crt)',
  ),
  check: FILE('print nothing, and say whether FILE is what would be printed'),
  port: PORT,
  config: CONFIG,
  data: DATA,
} satisfies Record<string, Option>

/** `gatehouse front nginx`. Answers the exit code. */
export function front(asked: Asked): number {
  const configDir = configDirOf(asked)
  const loaded = loadConfiguration(configDir, { env: process.env, dataDir: dataDirOf(asked), port: portOf(asked) })
  if ('faults' in loaded) return printFaults(loaded.faults)
  const { settings } = loaded.configuration
  const read = optionsOf(asked, settings)
  if ('fault' in read) return refuse(read.fault, 2)
  const printed = nginxFront(settings, read.options)
  if ('faults' in printed) return refuse(printed.faults.join('\n'), 1)
  const file = asked.text('check')
  if (file !== undefined) return compare(file, printed.text)
  process.stdout.write(printed.text)
  return 0
}

function optionsOf(asked: Asked, settings: Settings): { options: FrontOptions } | { fault: string } {
  const [certificate, key] = [asked.text('certificate'), asked.text('key')]
  const https = settings.publicUrl.protocol === 'https:'
  if ((certificate === undefined) !== (key === undefined)) {
    return { fault: '--certificate and --key go together: give both, or neither.' }
  }
  if (certificate !== undefined && asked.has('plain')) return { fault: '--plain takes no certificate: leave one out.' }
  if (certificate === undefined && https && !asked.has('plain')) {
    return {
      fault:
        'public_url is https: give --certificate and --key, or --plain where a balancer in front of nginx ends TLS.',
    }
  }
  const tls =
    certificate === undefined || key === undefined ? null : { certificate: resolve(certificate), key: resolve(key) }
  return {
    options: {
      tls,
      listen: asked.text('listen')?.split(',') ?? [tls === null ? '80' : '443'],
      gateways: asked.text('gateway')?.split(',') ?? [reachedAt(settings.listen)],
      cacheDir: resolve(asked.text('cache') ?? '/run'),
      authorities: resolve(asked.text('authorities') ?? '/etc/ssl/certs/ca-certificates.crt'),
    },
  }
}

/** The gateway's own listener, as seen from the same machine. */
function reachedAt({ host, port }: Settings['listen']): string {
  if (host === '0.0.0.0') return `127.0.0.1:${port}`
  if (host === '::') return `[::1]:${port}`
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`
}

function compare(file: string, text: string): number {
  let found: string
  try {
    found = readFileSync(file, 'utf8')
  } catch (error) {
    return refuse(`${file} cannot be read (${errorCode(error)}): name the file that nginx reads.`, 1)
  }
  if (found === text) {
    process.stdout.write(`${file} is what would be printed.\n`)
    return 0
  }
  const [theirs, ours] = [found.split('\n'), text.split('\n')]
  const line = ours.findIndex((one, index) => one !== theirs[index])
  return refuse(
    `${file}:${line === -1 ? ours.length : line + 1}: here it is not what would be printed: print it anew.`,
    1,
  )
}

function faultOf(typed: string, is: (part: string) => boolean, wrong: string): string | null {
  const odd = typed.split(',').find((part) => !is(part))
  return odd === undefined ? null : `"${odd}" ${wrong}.`
}

function isListenAddress(typed: string): boolean {
  if (isPort(typed)) return true
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(typed) ?? []
  return isPort(port) && isAddress(host)
}

function isAuthority(typed: string): boolean {
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(typed) ?? []
  return isPort(port) && (isAddress(host) || /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/.test(host))
}

function isAddress(host: string): boolean {
  const inBrackets = /^\[(.*)\]$/.exec(host)?.[1]
  return inBrackets === undefined ? isIP(host) === 4 : isIPv6(inBrackets) && !inBrackets.includes('%')
}

function isPort(typed: string): boolean {
  return /^[1-9]\d{0,4}$/.test(typed) && Number(typed) <= 65_535
}

function refuse(why: string, exitCode: number): number {
  process.stderr.write(`${why}\n`)
  return exitCode
}
