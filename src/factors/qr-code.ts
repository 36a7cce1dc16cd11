import { toString } from 'qrcode'

/** An inline `<svg>` of shapes alone, as wide as its container lets it be; the page that holds it says what it is. */
export async function qrSvg(text: string): Promise<string> {
  return (await toString(text, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 })).trim()
}
