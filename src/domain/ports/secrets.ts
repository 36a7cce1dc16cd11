import type { EpochMs } from '../account.ts'

/** A key that signs what the gateway tells apps, as the directory keeps it. */
export interface SigningKeyRecord {
  /** 1 for the first; each number is given once. */
  number: number
  /** Names it in what it signed. */
  id: string
  /** JWK as JSON. */
  publicKey: string
  /** The same with its private part, sealed. */
  sealedKey: string
  createdAt: EpochMs
}

export interface SigningKeyStore {
  /** The newest first. */
  newest(count: number): Promise<SigningKeyRecord[]>
  /** Adds a key unless its number is given. Answers whether it was added. One atomic step. */
  add(key: SigningKeyRecord): Promise<boolean>
}

/**
 * What is derived from the configured secrets. The first secret signs and seals, all of them verify and open.
 * `purpose` names a use, as `totp-key`; what was made for one purpose is worth nothing for another.
 */
export interface Secrets {
  /** For signed cookies: the first signs, all verify. */
  cookieKeys: [string, ...string[]]
  /** Encrypts. `boundTo` says whose it is (an account id, say): it opens only when the same is given again. */
  seal(purpose: string, plaintext: string, boundTo: string): string
  /** Throws a GatehouseError `internal` when it was changed, was bound to something else or its secret is gone. */
  open(purpose: string, sealed: string, boundTo: string): string
  /** HMAC-SHA256 in base64url. The same value hashes differently once the first secret changes. */
  keyedHash(purpose: string, value: string): string
  /** In constant time, under any listed secret. */
  matchesKeyedHash(purpose: string, value: string, hash: string): boolean
}
