import { catalogue, problem } from "../../problems.ts";

/** Least and greatest length in characters. Source: OWASP ASVS 4.0.3, 2.1.1 and 2.1.2 */
const SHORTEST = 12;
const LONGEST = 128;

/** Words that long passwords are padded out with; what is left of a password without them has to be long enough too. */
const KNOWN =
  /password|passwort|motdepasse|parol|пароль|qwertyuiop|qwerty|azerty|йцукен|asdfgh|zxcvbn|1q2w3e|letmein|welcome|admin(istrator)?|iloveyou|changeme|secret|dragon|monkey|football|baseball|sunshine|princess|superman|trucekeeper|ceasefire|correcthorsebatterystaple/g;

/** Whether each character follows its neighbour by the same small step, as in 123456789012 or aaaaaaaaaaaa. */
function isRun(text: string): boolean {
  let same = 0;
  for (let i = 2; i < text.length; i++) {
    const step = text.charCodeAt(i) - text.charCodeAt(i - 1);
    if (Math.abs(step) <= 1 && step === text.charCodeAt(i - 1) - text.charCodeAt(i - 2)) same++;
  }
  return same >= text.length * 0.6;
}

/**
 * Refuses a password that is short, or among the first that anybody tries. There are no rules of composition, and a
 * sentence with spaces is good.
 * @param about login and name, which a password must not be made of
 * @throws Problem identity/weak-password, with what to do
 */
export function checkPassword(password: string, about: readonly string[]): void {
  const refuse = (why: string) =>
    problem(catalogue.weakPassword, { why: `${why} A sentence of several words is good.` });
  const length = [...password].length;
  if (length < SHORTEST) throw refuse(`The password has ${length} characters; at least ${SHORTEST} are needed.`);
  if (length > LONGEST) throw refuse(`The password has ${length} characters; at most ${LONGEST} are taken.`);
  const plain = password.normalize("NFKC").toLowerCase();
  if (new Set(plain).size < 5 || /^(.{1,8}?)\1+.{0,3}$/.test(plain) || isRun(plain))
    throw refuse("The password repeats itself or counts on, so that it is soon guessed.");
  let rest = plain.replaceAll(KNOWN, "");
  if (rest.replaceAll(/[\d\W_]/g, "") === "" && rest !== plain)
    throw refuse("The password is a common word with figures, among the first that are tried.");
  for (const word of about.flatMap((a) => a.toLowerCase().split(/[\s@.]+/)))
    if (word.length >= 4) rest = rest.replaceAll(word, "");
  if ([...rest].length < 8)
    throw refuse("Without your login, your name and common words, too little of the password is left.");
}
