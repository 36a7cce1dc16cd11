export const newEmployee = {
  usernameAbout: 'Their e-mail address: they sign in with it.',
  optional: '(if you know it)',
  numberAbout: 'Nobody is enrolled by it: they prove it when they first sign in.',
  noPassword: 'They get no password from you: a one-time link lets them set their own.',
}

export const signUpLink = {
  title: 'Sign-up link',
  forWhom: 'for {name}',
  shown:
    'Give this link to {name} and nobody else: whoever opens it first sets the password. It works once, and is shown this once.',
  mailed: 'It is also on its way to {username} by e-mail.',
  validUntil: 'It works until {time}.',
  copy: 'Copy link',
  copiedMore: 'The link was copied.',
  selectedMore: 'The link is selected.',
  waiting:
    '{name} has not signed up yet. The link that was made works until {time}; it was shown once and is kept nowhere.',
  none: '{name} has not signed up yet, and there is no link that works.',
  newOne: 'A new link ends the one before.',
  make: 'Make a new link',
  nextAt: 'You can make a new one from {time}.',
  back: 'Go to Edit Employee',
}

export const signUp = {
  title: 'Choose your password',
  welcome: 'Welcome, {name}. You will sign in to {company} as {username}.',
  password: 'New password',
  least: ({ least }: { least: number }) => `At least ${least} characters. A few words are easy to remember.`,
  submit: 'Set password',
}
