export const signIn = {
  title: 'Sign in',
  to: 'to {app}',
  signedOut: "You're signed out.",
  signedOutMore: 'You can close this page, or sign in again.',
  signedUp: 'Your password is set.',
  signedUpMore: 'Sign in with it now; setting up a second factor comes next.',
  expired: 'Your session has ended.',
  expiredMore:
    "It wasn't used for a while, or it was ended elsewhere. Sign in to carry on; what you hadn't saved may need to be sent again.",
  keptMore: 'What you have just sent is kept for a few minutes: sign in, and you can send it on.',
  username: 'Username',
  password: 'Password',
  show: 'Show',
  hide: 'Hide',
  showPassword: 'Show password',
  submit: 'Log in',
}
