import type { Channel } from '../domain/factor.ts'
import type { Language } from '../domain/language.ts'
import { messagesIn } from './index.ts'
import { withPlainSpaces } from './manner.ts'

export interface CodeMessage {
  channel: Channel
  code: string
  portalName: string
  /** How long the code lives, in milliseconds. */
  lifeMs: number
  /** Host name of the page that asks for the code; null leaves the line for browsers out. */
  host: string | null
  language: Language
}

/** The whole text that is sent or spoken. */
export function codeText(message: CodeMessage): string {
  return withPlainSpaces(message.channel === 'sms' ? writtenText(message) : spokenText(message))
}

function writtenText({ code, portalName: portal, lifeMs, host, language }: CodeMessage): string {
  const text = messagesIn(language).codeMessage.text({ code, portal, lifeMs })
  // Browsers fill a code in only on the page of the host on the last line (origin-bound one-time codes, WICG).
  return host === null ? text : `${text}\n\n@${host} #${code}`
}

function spokenText({ code, portalName: portal, lifeMs, language }: CodeMessage): string {
  // Full stops are what every text-to-speech voice pauses at.
  const spelled = code.split('').join('. ')
  return messagesIn(language).codeMessage.call({ spelled, portal, lifeMs })
}
