export const appCredential = {
  title: ({ app }: { app: string }) => `Your password for ${app}`,
  why: ({ app }: { app: string }) =>
    `${app} asks for a name and password of its own. Enter those that you have there, once: from then on you are signed in to it as well.`,
  notAsked: ({ app }: { app: string }) =>
    `${app} does not ask you for a name and password: it has another name by now, is gone, or is not open to you any more. What you entered is sent nowhere, and kept until you remove it.`,
  kept: 'They are kept encrypted and never shown again, to you or to anybody else.',
  entered: 'Entered {when}. What you enter now takes its place.',
  name: 'Your name there',
  password: 'Your password there',
  submit: 'Save',
  removal: 'Remove it',
  removes: ({ app }: { app: string }) => `You are asked for it again when you next open ${app}.`,
  remove: 'Remove this password',
  cancel: 'Cancel',
  card: 'Passwords for your apps',
  about: 'These apps ask for a name and password of their own. Enter them once, and you are signed in there as well.',
  enteredOn: 'Entered {when}',
  notInUse: 'Not in use',
  notEntered: 'Not entered yet',
  edit: 'Edit',
  enter: 'Enter',
}
