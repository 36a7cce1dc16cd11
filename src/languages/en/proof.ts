export const proof = {
  title: "Confirm it's you",
  passwordAndCode:
    "What you are about to do concerns the safety of an account. Enter your password, and then a code; we'll carry on from where you were.",
  passwordAlone:
    "What you are about to do concerns the safety of an account. Enter your password; we'll carry on from where you were.",
  submit: 'Continue',
  cancel: 'Cancel',
}

export const nothingWaits = {
  title: 'This page is out of date',
  why: 'What waited here has been done already, was replaced by something else, or waited too long. See how things stand, and do it again if it is still to be done.',
  back: 'Go to your account',
  backToPage: 'Go back to the page',
}
