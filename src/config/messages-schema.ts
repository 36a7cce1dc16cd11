import { z } from 'zod'
import { duration, wholeNumber } from './fields.ts'

/* What people are sent: codes, notices about their accounts, links that sign them up. */

/** `codes` in `gatehouse.yaml`. */
export const codes = z
  .strictObject({
    digits: wholeNumber(6, 10).prefault(6).describe('Length of a one-time code.'),
    life: duration('1m', '10m').prefault('10m').describe('How long a code may be used.'),
    tries: wholeNumber(1, 10).prefault(5).describe('How often one code may be tried.'),
    resend_after: duration('5s', '10m').prefault('30s').describe('How long to wait before sending another code.'),
    refused_per_account_per_hour: wholeNumber(1, 100)
      .prefault(5)
      .describe('Codes for one account that carriers may refuse in an hour, before they are asked no more.'),
    per_number_per_hour: wholeNumber(1, 100).prefault(5).describe('Codes sent to one number in an hour.'),
    per_account_per_day: wholeNumber(1, 1000).prefault(20).describe('Codes sent for one account in a day.'),
    lookups_per_account_per_hour: wholeNumber(1, 1000)
      .prefault(20)
      .describe('How often it may be looked up, for one account in an hour, what kind of line a number is.'),
    per_address_per_hour: wholeNumber(1, 1000)
      .prefault(30)
      .describe('Codes to numbers not yet proved that one client address may ask for in an hour.'),
    per_prefix_per_hour: wholeNumber(1, 1000)
      .prefault(50)
      .describe('Codes in an hour to numbers not yet proved that differ in their last four digits alone.'),
    per_company_per_hour: wholeNumber(1, 1000)
      .prefault(200)
      .describe('Codes to numbers not yet proved that one company may ask for in an hour.'),
    per_country_per_day: wholeNumber(1, 10_000_000)
      .optional()
      .describe('Codes to the numbers of any one country in a day (UTC). Left out: no limit.'),
    per_day: wholeNumber(1, 10_000_000)
      .prefault(10_000)
      .describe('Codes that the whole gateway sends in a day (UTC): its budget. Reported at 80 %, closed at 100 %.'),
  })
  .prefault({})
  .describe('One-time codes by SMS and phone call.')

/** `notices`. */
export const notices = z
  .strictObject({
    mails_per_account_per_day: wholeNumber(1, 1000).prefault(20).describe('Notices mailed about one account in a day.'),
    texts_per_account_per_day: wholeNumber(1, 1000).prefault(10).describe('Notices texted about one account in a day.'),
    texts_per_number_per_day: wholeNumber(1, 1000)
      .prefault(5)
      .describe('Notices texted in a day to one number that the account has not proved.'),
  })
  .prefault({})
  .describe('How many notices about changes go out; beyond that they are not sent, and trail and log say so.')

/** `sign_up`. */
export const signUp = z
  .strictObject({
    link_life: duration('1h', '30d').prefault('7d').describe('How long a one-time sign-up link may be used.'),
    links_per_account_per_day: wholeNumber(1, 100)
      .prefault(5)
      .describe('Sign-up links made for one account in a day; one a minute at most.'),
    links_per_company_per_day: wholeNumber(1, 100_000)
      .prefault(300)
      .describe('Sign-up links made in one company in a day: each may be a mail to an address that an admin typed.'),
    people_per_admin_per_hour: wholeNumber(1, 10_000).prefault(100).describe('People whom one admin adds in an hour.'),
    people_per_company_per_day: wholeNumber(1, 100_000)
      .prefault(300)
      .describe('People who are added to one company in a day.'),
    taken_per_admin_per_hour: wholeNumber(1, 1000)
      .prefault(20)
      .describe('How often one admin is told in an hour that a username is taken, maybe in another company.'),
    taken_per_company_per_day: wholeNumber(1, 10_000)
      .prefault(100)
      .describe('The same for all admins of one company in a day.'),
  })
  .prefault({})
  .describe('How somebody whom an admin has added sets a password, and how many may be added.')
