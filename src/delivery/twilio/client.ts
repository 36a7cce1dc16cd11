// The package takes a sixth of a second to load: only types of it are imported here, and the rest when it is configured.
import type TwilioPackage from 'twilio'
import type { TwilioSettings } from '../../config/settings.ts'
import { ATTEMPT_TIMEOUT_MS } from '../carrier.ts'

export interface Twilio {
  client: TwilioPackage.Twilio
  VoiceResponse: typeof TwilioPackage.twiml.VoiceResponse
}

/** Loads the vendor's package, for one account. Nothing is asked of the vendor yet. */
export async function openTwilio(settings: TwilioSettings, timeoutMs = ATTEMPT_TIMEOUT_MS): Promise<Twilio> {
  const { default: twilio } = await import('twilio')
  const { accountSid, username, password, region, edge, baseUrl } = settings
  const client = twilio(username, password, {
    accountSid,
    timeout: timeoutMs,
    autoRetry: false,
    // TWILIO_LOG_LEVEL=debug in the environment would print numbers and codes.
    logLevel: 'none',
    ...(region === null ? {} : { region }),
    ...(edge === null ? {} : { edge }),
  })
  if (baseUrl !== null) {
    for (const domain of [client.api, client.verify, client.lookups]) domain.baseUrl = baseUrl
  }
  return { client, VoiceResponse: twilio.twiml.VoiceResponse }
}
