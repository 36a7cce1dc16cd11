import type { E164 } from './phone.ts'

/** Calling codes of one or two digits (ITU-T E.164 assignments); every other one has three. */
const SHORT_CALLING_CODE = /^(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/

/**
 * A number as pages other than the one where it is typed may show it: `+44 •••• ••• 456`.
 * The middle always has the same width, so it does not tell how long the number is.
 * Short numbers show fewer digits than `most`: four always stay hidden.
 */
export function maskPhone(phone: E164, most = 3): string {
  const digits = phone.slice(1)
  const callingCode = SHORT_CALLING_CODE.exec(digits)?.[0] ?? digits.slice(0, 3)
  const national = digits.slice(callingCode.length)
  const shown = Math.min(most, Math.max(0, national.length - 4))
  return `+${callingCode} •••• ••• ${national.slice(national.length - shown)}`.trimEnd()
}
