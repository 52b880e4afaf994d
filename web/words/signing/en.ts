/** English words for signing in. */
export const signing = {
  "signIn.setTitle": "Set your password",
  "signIn.setWords": "This one-time link is for you alone. It is spent once the password is set.",
  "signIn.words":
    "The worked examples can be read without signing in. What you may do in a mission follows from your role in it.",
  "signIn.failed": "Not signed in",
  "signIn.wrong":
    "Login and password do not go together, or the account is closed. Check both. A new one-time link comes from whoever keeps the accounts.",
  "signIn.linkSpent": "This link is spent or older than 24 hours. Ask for a new one: npx trucekeeper user link LOGIN",
  "signIn.slow": "Too many failed tries from here. Wait a quarter of an hour, then try again.",
  "signIn.short": "The password is too short: at least 12 characters. A sentence is good.",
  "signIn.differ": "The two passwords differ. Type the same twice.",
  "signIn.login": "Login",
  "signIn.password": "Password",
  "signIn.again": "Password again",
  "signIn.show": "Show or hide the password",
  "signIn.long": "At least 12 characters; a sentence is good.",
  "signIn.set": "Set the password and sign in",
  "signIn.forgotten": "Password forgotten? Whoever keeps the accounts can give you a new one-time link.",
} as const;
