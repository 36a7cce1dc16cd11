import { toString } from 'qrcode'

const LABEL = 'QR code for your authenticator app'

/** An inline `<svg>` with no style and no script in it, as wide as its container lets it be. */
export async function qrSvg(text: string): Promise<string> {
  const svg = await toString(text, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 })
  return svg.trim().replace(/^<svg ([^>]*)>/, `<svg $1 role="img" aria-label="${LABEL}"><title>${LABEL}</title>`)
}
