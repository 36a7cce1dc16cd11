export const resume = {
  title: 'Send your form now?',
  why: 'What you sent to {app} had to wait until you were signed in, so it has not arrived yet. Nothing that you typed is lost.',
  submit: 'Send it now',
  note: 'It can be sent once, and is kept for a few minutes only.',
  leave: "Don't send it",
}

export const sendOn = {
  title: 'Sending your form',
  what: 'If {app} does not open by itself, press the button.',
  submit: 'Send it now',
}

export const sessionEnded = {
  title: 'Your session has ended',
  titleSignIn: 'Sign in first',
  lost: 'What you have just sent has not reached {app}.',
  why: {
    elsewhere: 'It came from another site, and is not kept for that reason.',
    nobody: 'You are signed out in this browser, so it could not be kept for you.',
    has_files: 'It holds a file, and forms with files cannot be kept while you sign in.',
    other_kind: 'It is of a kind that cannot be kept while you sign in.',
    too_large: 'It is too large to be kept while you sign in.',
    too_many: 'Too many forms are waiting already, so it could not be kept while you sign in.',
  },
  what: 'Sign in, and send it again from the page where you were. If you go back in your browser first, what you typed may still be there to be copied.',
  logIn: 'Log in',
}
