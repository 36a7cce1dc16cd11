import type { Language } from '../../domain/language.ts'
import type { Carrier } from '../carrier.ts'
import { regional } from '../regional.ts'
import type { Twilio } from './client.ts'
import { twilioError } from './faults.ts'

export interface CallsOptions {
  name: string
  from: string
  /** BCP 47, of the voice for texts in its language. */
  language: string
}

/** Calls by Twilio in which the whole text is read out: it says the code twice, digit by digit. */
export function openCalls(twilio: Twilio, { name, from, language }: CallsOptions): Carrier {
  return {
    name,
    async send({ to, text, ...message }) {
      try {
        const { sid } = await twilio.client.calls.create({
          to,
          from,
          twiml: spoken(twilio, text, voiceFor(message.language, language)),
        })
        return { carrier: name, reference: sid }
      } catch (rejection) {
        throw twilioError(name, rejection)
      }
    },
  }
}

const VOICES: Record<Language, string> = { en: 'en-GB', de: 'de-DE', fr: 'fr-FR', es: 'es-ES' }

/** A voice reads only its own language so that it can be understood. */
function voiceFor(language: Language, configured: string): string {
  const voice = regional(language, configured)
  return voice === language ? VOICES[language] : voice
}

/** Built as XML, so that no name of a portal can add an instruction to the call. */
function spoken({ VoiceResponse }: Twilio, text: string, language: string): string {
  const response = new VoiceResponse()
  // People need a moment to bring the phone to the ear.
  response.pause({ length: 1 })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the package lists languages; Twilio has more every year
  response.say({ language: language as 'en-GB' }, text)
  return response.toString()
}
