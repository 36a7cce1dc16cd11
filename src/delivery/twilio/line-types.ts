import type { LineType } from '../../domain/phone.ts'
import { DeliveryError } from '../../domain/delivery.ts'
import { isCanadian, type LineTypeSource } from '../line-type.ts'
import type { Twilio } from './client.ts'
import { twilioError } from './faults.ts'

const NAME = 'twilio_lookup'
const NOT_PERMITTED = 60601

/** Fixed VoIP hangs at an address like a landline; other VoIP may or may not get texts. */
const LINE_TYPES: Record<string, LineType> = {
  mobile: 'mobile',
  landline: 'landline',
  fixedVoip: 'landline',
  nonFixedVoip: 'undetermined',
  personal: 'refused',
  tollFree: 'refused',
  premium: 'refused',
  sharedCost: 'refused',
  uan: 'refused',
  voicemail: 'refused',
  pager: 'refused',
}

/**
 * Asks Twilio's Lookup v2 what a number is. What the numbering plan refuses is refused without asking (R6), and a
 * Canadian number cannot be determined (A9), so that it is not asked about either. Rejects with a DeliveryError.
 */
export function openTwilioLineTypes({ client }: Twilio, plan: LineTypeSource): LineTypeSource {
  return {
    name: NAME,
    async lineType(phone) {
      const byPlan = await plan.lineType(phone)
      if (byPlan === 'refused' || isCanadian(phone)) return byPlan
      const info = await lookUp(phone)
      if (info?.errorCode === NOT_PERMITTED) {
        throw new DeliveryError([{ carrier: NAME, fault: 'lookup_not_permitted' }], new Error('Twilio error 60601'))
      }
      const type = info?.type ?? ''
      return (Object.hasOwn(LINE_TYPES, type) ? LINE_TYPES[type] : undefined) ?? 'undetermined'
    },
  }

  async function lookUp(phone: string): Promise<{ type?: string | null; errorCode?: number | null } | null> {
    try {
      const { lineTypeIntelligence } = await client.lookups.v2
        .phoneNumbers(phone)
        .fetch({ fields: 'line_type_intelligence' })
      return lineTypeIntelligence
    } catch (rejection) {
      throw twilioError(NAME, rejection)
    }
  }
}
