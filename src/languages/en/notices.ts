import { manner } from './manner.ts'

const { duration } = manner

export const notices = {
  hello: ({ name }: { name: string }) => `Hello ${name},`,
  account: ({ username }: { username: string }) => `Account: ${username}`,
  time: ({ when }: { when: string }) => `Time: ${when}`,
  address: ({ address }: { address: string }) => `From the address: ${address}`,
  by: ({ whom }: { whom: string }) => `Done by: ${whom}`,
  owner: 'you',
  admin: 'an admin of your company',
  operator: 'the operator of the portal',
  tell: 'If you do not know of this, tell the person who manages accounts in your company at once.',
  tellHelp: ({ help }: { help: string }) => `If you do not know of this, ask for help at once: ${help}`,
  questions: ({ help }: { help: string }) => `Questions? ${help}`,
  smsTell: "Wasn't you? Tell the person who manages accounts in your company.",
  smsHelp: ({ help }: { help: string }) => `Wasn't you? ${help}`,
  challengeFailed: 'Somebody entered your password, but not the right code',
  challengeFailedWhat: 'The password was right; the codes that followed were wrong, several times. Nobody was let in.',
  challengeFailedThen:
    'If that was you, there is nothing to do. If it was not, somebody knows your password: change it now.',
  appAdded: 'An authenticator app was added to your account',
  phoneAdded: 'A phone number was added to your account',
  addedThen: 'It can be used from now on as the second step when you sign in.',
  appRemoved: 'An authenticator app was removed from your account',
  phoneRemoved: 'A phone number was removed from your account',
  removedThen: 'Codes from it no longer work.',
  reset: 'Two-factor authentication of your account was reset',
  resetThen:
    'None of your phones and apps is asked for a code any more, and you were signed out everywhere. At your next sign-in you can set one up again.',
  mandate: ({ company }: { company: string }) => `Two-factor authentication is now compulsory at ${company}`,
  mandateBy: ({ name }: { name: string }) => `${name} enabled it for all users.`,
  mandateByPolicy: 'Policy has put it in force.',
  mandateThen:
    'Whoever has no second factor yet is asked to set one up at the next sign-in. It cannot be turned off again.',
  mandateWhy: ({ company }: { company: string }) => `You are told because you are an admin of ${company}.`,
  password: 'The password of your account was changed',
  passwordThen: 'Whoever was signed in with the old one has to sign in again.',
  phone: 'The phone number of your account was changed',
  phoneThen: ({ to, from }: { to: string; from: string }) =>
    `The number on file is now ${to}. Codes no longer go to ${from}.`,
  numberGone: ({ from }: { from: string }) => `${from} is on file no longer.`,
  phoneNow: ({ to }: { to: string }) => `The number on file is now ${to}.`,
  signUp: 'Set the password of your new account',
  signUpLink: ({ lastsMs }: { lastsMs: number }) =>
    `Open this link to choose a password. It works once, for ${duration(lastsMs)}:`,
  signUpIgnore: 'If you did not expect this, ignore it.',
}
