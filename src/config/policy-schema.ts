import { z } from 'zod'
import { readInstant } from '../domain/instant.ts'
import { companyId, companyKind, duration, range, text, unlessMissing } from './fields.ts'
import { WIDEST } from './range.ts'

const NO_INSTANT =
  'this is no date: write a day, as 2019-01-01 (00:00 UTC), or a time with its zone, as 2019-01-01T08:00:00+01:00'

const instant = z
  .string({ error: unlessMissing(NO_INSTANT) })
  .refine((typed) => readInstant(typed) !== null, { error: NO_INSTANT })
  .meta({ anyOf: [{ format: 'date' }, { format: 'date-time' }] })

const trustedNetwork = z.strictObject({
  name: text()
    .describe('What people call this place; shown to them.')
    .meta({ examples: ['Head office'] }),
  ranges: z
    .array(range.meta({ examples: ['198.51.100.0/24', '2001:db8::/32'] }))
    .min(1, { error: 'no range stands here: list at least one, as [192.0.2.0/24]' })
    .describe('Address ranges (CIDR) or single addresses, IPv4 or IPv6.')
    .meta({ examples: [['198.51.100.0/24']] }),
  wide: z
    .boolean()
    .prefault(false)
    .describe(`true allows a range wider than /${WIDEST.ipv4} (IPv4) or /${WIDEST.ipv6} (IPv6). It is seldom meant.`),
})

const company = z.strictObject({
  name: text()
    .describe('Name of the company, as people know it.')
    .meta({ examples: ['Northwind IT'] }),
  kind: companyKind.meta({ examples: ['partner'] }),
  partner: companyId
    .optional()
    .describe('Client companies only, and there it must stand: the partner that this company is a client of.'),
  require_two_factor: z
    .boolean()
    .optional()
    .describe('true makes a second factor compulsory for everybody in this company. It never comes off again.'),
  trusted_networks: z
    .array(trustedNetwork)
    .prefault([])
    .describe('Networks from which a challenge is asked for now and then only. A client company can have none.'),
})

const mandate = z.strictObject({
  kind: companyKind.describe('Kind of company that the mandate covers.').meta({ examples: ['partner'] }),
  from: instant
    .describe('When it comes into force: a day (00:00 UTC) or an RFC 3339 time. It never comes off after that.')
    .meta({ examples: ['2019-01-01'] }),
})

/** `policy.yaml`: who must use a second factor, and where less is asked. */
export const policySchema = z.strictObject({
  companies: z
    .record(companyId, company)
    .refine((companies) => Object.keys(companies).length > 0, { error: 'no company stands here: add at least one' })
    .describe('Companies by their key, which accounts and apps refer to.'),
  mandates: z
    .array(mandate)
    .prefault([])
    .describe('From a date on, a second factor is compulsory for every company of a kind.'),
  reminder: z
    .strictObject({
      offered_to: z
        .array(companyKind)
        .prefault(['partner', 'client', 'direct'])
        .describe(
          'Kinds of company whose people may put off enabling two-factor authentication, unless a mandate holds.',
        ),
      lasts: duration('1h', '30d').prefault('48h').describe('How long it is put off. It may be taken again.'),
    })
    .prefault({})
    .describe('"Remind me in 48 hours" on the page that asks to enable two-factor authentication.'),
  trusted_network_relief: z
    .strictObject({
      enabled: z.boolean().prefault(true).describe('false challenges at every sign-in, from trusted networks too.'),
      challenge_every: duration('1h', '90d')
        .prefault('21d')
        .describe(
          'How old the last passed challenge may be on a trusted network. At exactly this age it is asked for.',
        ),
      bind_to_browser: z
        .boolean()
        .prefault(false)
        .describe('true counts only challenges that were passed in the very same browser.'),
    })
    .prefault({})
    .describe('What a trusted network relieves people of: never the password, only the challenge.'),
})

export type PolicyFile = z.output<typeof policySchema>
