import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JSONWebKeySet, type JWK, SignJWT } from 'jose'
import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { AssertionClaims } from '../domain/assertion.ts'
import { ASSERTION_LIFE_MS } from '../domain/assertion.ts'
import type { Clock } from '../domain/ports/clock.ts'
import type { Secrets, SigningKeyRecord, SigningKeyStore } from '../domain/ports/secrets.ts'

export interface SigningKeys {
  /** Signs claims as a JWT (RFC 7519, EdDSA by RFC 8037), valid from now for `ASSERTION_LIFE_MS`. */
  sign(claims: AssertionClaims): Promise<string>
  /** The keys that verify it, those of yesterday and tomorrow among them (RFC 7517 §5). */
  published(): JSONWebKeySet
  /** Looks again at what the directory has, and makes the next key when it is time. */
  refresh(): Promise<void>
  close(): void
}

const DAY_MS = 24 * 60 * 60_000
const ROTATE_EVERY_MS = 30 * DAY_MS
/** How long a key is published before it signs: for as long, whoever verifies may keep what they fetched. */
const PUBLISHED_BEFORE_MS = DAY_MS
const LOOK_EVERY_MS = 60 * 60_000
/** The newest: the one that signs is always among them. */
const PUBLISHED = 3

const PURPOSE = 'signing-key'

/**
 * Keys that sign assertions: made by the gateway, kept sealed in the directory, shared by all of its processes.
 * Rejects with `store_unavailable` when the directory cannot be reached.
 */
export async function openSigningKeys(parts: {
  store: SigningKeyStore
  secrets: Pick<Secrets, 'seal' | 'open'>
  clock: Clock
  log: Pick<Logger, 'error'>
}): Promise<SigningKeys> {
  const { store, secrets, clock, log } = parts
  let keySet: JSONWebKeySet = { keys: [] }
  let signer: { id: string; key: CryptoKey | Uint8Array } | null = null

  async function refresh(): Promise<void> {
    let known = (await store.newest(PUBLISHED)).map(opened)
    const [newest] = known
    if (newest === undefined || newest.key === null || clock.now() - newest.createdAt >= ROTATE_EVERY_MS) {
      // Of several processes that find it due, one adds the key and all use it.
      await store.add(await made((newest?.number ?? 0) + 1))
      known = (await store.newest(PUBLISHED)).map(opened)
    }
    const usable = known.flatMap(({ id, key, createdAt }) => (key === null ? [] : [{ id, key, createdAt }]))
    const chosen = usable.find(({ createdAt }) => clock.now() - createdAt >= PUBLISHED_BEFORE_MS) ?? usable.at(-1)
    if (chosen === undefined) throw new Error('no key that signs can be opened')
    if (signer?.id !== chosen.id) signer = { id: chosen.id, key: await importJWK(chosen.key, 'EdDSA') }
    keySet = { keys: known.map(({ id, publicKey }) => ({ ...parsed(publicKey), kid: id, alg: 'EdDSA', use: 'sig' })) }
  }

  /** Its private part is null when it was sealed with a secret that is gone. */
  function opened(record: SigningKeyRecord): SigningKeyRecord & { key: JWK | null } {
    try {
      return { ...record, key: parsed(secrets.open(PURPOSE, record.sealedKey, record.id)) }
    } catch (error) {
      log.error({ err: error, kid: record.id }, 'a key that signs assertions cannot be opened')
      return { ...record, key: null }
    }
  }

  async function made(number: number): Promise<SigningKeyRecord> {
    const id = randomUUID()
    const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
    const sealedKey = secrets.seal(PURPOSE, JSON.stringify(await exportJWK(pair.privateKey)), id)
    return { number, id, publicKey: JSON.stringify(await exportJWK(pair.publicKey)), sealedKey, createdAt: clock.now() }
  }

  await refresh()
  const timer = setInterval(() => {
    refresh().catch((error: unknown) => log.error({ err: error }, 'the keys that sign assertions could not be read'))
  }, LOOK_EVERY_MS)
  timer.unref()

  return {
    async sign(claims) {
      if (signer === null) throw new Error('no key that signs')
      const nowSeconds = Math.floor(clock.now() / 1000)
      return new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'EdDSA', kid: signer.id, typ: 'JWT' })
        .setIssuedAt(nowSeconds)
        .setExpirationTime(nowSeconds + ASSERTION_LIFE_MS / 1000)
        .setJti(randomUUID())
        .sign(signer.key)
    },
    published: () => keySet,
    refresh,
    close: () => clearInterval(timer),
  }
}

function parsed(text: string): JWK {
  return JSON.parse(text)
}
