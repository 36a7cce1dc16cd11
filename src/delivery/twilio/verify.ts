import type { Carrier } from '../carrier.ts'
import { regional } from '../regional.ts'
import type { Twilio } from './client.ts'
import { twilioError } from './faults.ts'

export interface VerifyOptions {
  name: string
  serviceSid: string
  /** BCP 47, for accounts that ask for none; null for what Twilio takes for the number's country. */
  locale: string | null
}

/** What Twilio answers for a verification that is over already: approved, canceled or ten minutes old. */
const OVER = 404

/**
 * Own codes carried by Twilio Verify v2 (`CustomCode`), as text or call. The text is Twilio's own, in the account's
 * language. Within ten minutes every send to a number belongs to one verification, and five are allowed in it, so a
 * code that a newer one ends is not reported; what came of the last one is.
 */
export function openVerify({ client }: Twilio, { name, serviceSid, locale }: VerifyOptions): Carrier {
  const { verifications } = client.verify.v2.services(serviceSid)
  return {
    name,
    codesOnly: true,
    async send({ channel, to, code, language, languageIsAsked }) {
      if (code === null) throw new Error('Twilio Verify carries codes and nothing else')
      try {
        const spoken = languageIsAsked ? regional(language, locale) : locale
        const inLanguage = spoken === null ? {} : { locale: spoken }
        const { sid } = await verifications.create({ to, channel, customCode: code, ...inLanguage })
        return { carrier: name, reference: sid }
      } catch (rejection) {
        throw twilioError(name, rejection)
      }
    },
    async outcome({ reference }, outcome) {
      if (reference === null) return
      try {
        await client.verify.v2
          .services(serviceSid)
          .verifications(reference)
          .update({ status: outcome === 'proved' ? 'approved' : 'canceled' })
      } catch (rejection) {
        if (rejection instanceof Error && 'status' in rejection && rejection.status === OVER) return
        throw twilioError(name, rejection)
      }
    },
  }
}
