export const session = {
  signOut: "Sign out",
  signInBeside: "Sign in again, in another tab",
  ended: "You are no longer signed in. Sign in again in another tab, then go on here: what you typed is still there.",
  signedInAs: "Signed in as {{name}}",
} as const;
