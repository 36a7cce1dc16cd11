import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { type GatehouseError, unexpected } from './domain/errors.ts'
import type { Secrets } from './domain/ports/secrets.ts'

const SEALED_VERSION = 'v1'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Derives every key of the gateway from the configured secrets (HKDF-SHA256, RFC 5869), a key of its own
 * for each use and purpose. The first secret signs and seals; all of them verify and open, so that secrets can be rotated.
 */
export function openSecrets(secrets: [string, ...string[]]): Secrets {
  const [first, ...others] = secrets
  const newest = openKeyRing(first)
  const older = others.map(openKeyRing)
  const rings = [newest, ...older]

  return {
    cookieKeys: [newest.text('cookie'), ...older.map((ring) => ring.text('cookie'))],
    seal: (purpose, plaintext, boundTo) => seal(newest, purpose, plaintext, boundTo),
    open: (purpose, sealed, boundTo) => open(rings, purpose, sealed, boundTo),
    keyedHash: (purpose, value) => hmac(newest, purpose, value).toString('base64url'),
    matchesKeyedHash(purpose, value, hash) {
      const given = Buffer.from(hash, 'base64url')
      // No early return: the time taken must not tell which secret matched.
      return rings.map((ring) => sameBytes(hmac(ring, purpose, value), given)).includes(true)
    },
  }
}

function seal(ring: KeyRing, purpose: string, plaintext: string, boundTo: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', ring.key(`seal/${purpose}`), nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.from(boundTo))
  const sealed = Buffer.concat([nonce, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return [SEALED_VERSION, ring.id, sealed.toString('base64url')].join('.')
}

function open(rings: KeyRing[], purpose: string, text: string, boundTo: string): string {
  const [version, keyId, body, ...rest] = text.split('.')
  if (version !== SEALED_VERSION || body === undefined || rest.length > 0) throw cannotOpen('not a sealed text')
  const ring = rings.find(({ id }) => id === keyId)
  if (ring === undefined) throw cannotOpen('sealed with a secret that is no longer listed')
  const sealed = Buffer.from(body, 'base64url')
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw cannotOpen('not a sealed text')
  try {
    const nonce = sealed.subarray(0, NONCE_BYTES)
    const decipher = createDecipheriv('aes-256-gcm', ring.key(`seal/${purpose}`), nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(Buffer.from(boundTo))
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch (cause) {
    throw cannotOpen(cause)
  }
}

function hmac(ring: KeyRing, purpose: string, value: string): Buffer {
  return createHmac('sha256', ring.key(`hash/${purpose}`))
    .update(value)
    .digest()
}

function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

function cannotOpen(cause: unknown): GatehouseError {
  return unexpected(new Error('something that was sealed can no longer be opened', { cause }))
}

/** The keys that come from one secret. */
interface KeyRing {
  /** Names the secret in what it sealed, and tells nothing about it. */
  id: string
  key(use: string): Buffer
  text(use: string): string
}

function openKeyRing(secret: string): KeyRing {
  const keys = new Map<string, Buffer>()
  function key(use: string): Buffer {
    const known = keys.get(use)
    if (known !== undefined) return known
    const derived = Buffer.from(hkdfSync('sha256', secret, 'gatehouse', use, 32))
    keys.set(use, derived)
    return derived
  }
  const text = (use: string): string => key(use).toString('base64url')
  return { id: text('key-id').slice(0, 8), key, text }
}
