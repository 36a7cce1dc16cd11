import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { UpstreamTls } from '../domain/app.ts'
import { errorCode } from './error-code.ts'
import type { Fault } from './fault.ts'
import type { AppEntry } from './app-schema.ts'
import type { Lenient } from './lenient.ts'
import type { Source } from './source.ts'

/** Files with PEM texts, below the data directory unless they are absolute. */
export type TlsEntry = NonNullable<AppEntry['tls']>

interface TlsFault {
  key: keyof TlsEntry
  message: string
}

/** What the `tls` of apps says that cannot be, and files that hold no certificate or key. */
export function upstreamTlsFaults(source: Source, apps: Lenient<AppEntry[]>, start: { dataDir: string }): Fault[] {
  return apps.flatMap((app, index) => {
    if (app?.tls === undefined) return []
    const { faults } = readTls(app.tls, start.dataDir)
    const plain = app.upstream?.startsWith('http:') === true
    const found = plain ? [{ key: keysOf(app.tls)[0], message: PLAIN }] : faults
    return found.map(({ key, message }) =>
      source.fault(['apps', index, 'tls', ...(key === undefined ? [] : [key])], message),
    )
  })
}

const PLAIN = 'the upstream is not reached over TLS: write https:// there, or remove this'

/** The PEM texts of an entry without faults. */
export function upstreamTlsFrom(entry: TlsEntry | undefined, dataDir: string): UpstreamTls {
  if (entry === undefined) return {}
  const { tls, faults } = readTls(entry, dataDir)
  // Read once more after the faults were looked for: a file may have gone since.
  if (faults[0] !== undefined) throw new Error(faults[0].message)
  return tls
}

function readTls(entry: TlsEntry, dataDir: string): { tls: UpstreamTls; faults: TlsFault[] } {
  const files: NonNullable<UpstreamTls['files']> = {}
  const tls: UpstreamTls = { files }
  const faults: TlsFault[] = []
  for (const key of keysOf(entry)) {
    const file = resolve(dataDir, entry[key] ?? '')
    const read = readPem(file, key === 'key' ? isKey : isCertificate)
    if ('fault' in read) {
      faults.push({ key, message: read.fault })
      continue
    }
    const part = key === 'certificate' ? 'cert' : key
    tls[part] = read.pem
    files[part] = file
  }
  if ((entry.certificate === undefined) !== (entry.key === undefined)) {
    const key = entry.certificate === undefined ? 'key' : 'certificate'
    faults.push({ key, message: 'certificate and key go together: write both, or neither' })
  }
  if (faults.length === 0 && tls.cert !== undefined && tls.key !== undefined && !belongTogether(tls.cert, tls.key)) {
    faults.push({ key: 'key', message: 'this is the key of another certificate: name the one that belongs to it' })
  }
  return { tls, faults }
}

function keysOf(entry: Partial<Record<keyof TlsEntry, unknown>>): (keyof TlsEntry)[] {
  return (['ca', 'certificate', 'key'] as const).filter((key) => entry[key] !== undefined)
}

function readPem(path: string, holds: (pem: string) => boolean): { pem: string } | { fault: string } {
  try {
    const pem = readFileSync(path, 'utf8')
    return holds(pem) ? { pem } : { fault: `the file ${path} does not hold that: put a PEM text there` }
  } catch (error) {
    return { fault: `the file ${path} cannot be read (${errorCode(error)}): put a PEM text there` }
  }
}

function isCertificate(pem: string): boolean {
  return succeeds(() => new X509Certificate(pem))
}

function isKey(pem: string): boolean {
  return succeeds(() => createPrivateKey(pem))
}

function belongTogether(certificate: string, key: string): boolean {
  return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))
}

function succeeds(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch {
    return false
  }
}
