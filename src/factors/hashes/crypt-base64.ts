const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** The base64 of crypt(3): three bytes become four characters, the lowest six bits first; `bytes` last of them is the highest. */
export function cryptBase64(lowToHigh: number[]): string {
  let bits = 0
  for (const byte of lowToHigh.toReversed()) bits = (bits << 8) | byte
  const characters = Math.ceil((lowToHigh.length * 8) / 6)
  return Array.from({ length: characters }, (_, index) => ALPHABET[(bits >> (6 * index)) & 0x3f]).join('')
}

/** The number that one character stands for, -1 for any other character. */
export function cryptDigit(character: string): number {
  return ALPHABET.indexOf(character)
}
