import { expect, test } from "vitest";
import { checkPassword } from "./password-rule.ts";

const of = (password: string): string => {
  try {
    checkPassword(password, ["olena.k@mission.example", "Olena Kovalenko"]);
    return "taken";
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test.each([
  "a quiet night at the line",
  "тиха ніч на лінії",
  "four-eyes see more than two",
  "Xk9#mQ2$vL7p",
  "the password of the river gate",
  "ليلة هادئة على الخط",
  "winter comes early here".padEnd(128, " and late there"),
])("taken: %s", (password) => expect(of(password)).toBe("taken"));

test.each([
  "short",
  "elevenchars",
  "a".repeat(64),
  "a very long sentence ".repeat(7),
  "123456789012",
  "abcdefghijklmnop",
  "987654321098",
  "abcabcabcabc",
  "password1234",
  "Password!2026",
  "qwertyuiop12",
  "administrator1",
  "1q2w3e1q2w3e",
  "ПАРОЛЬ123456",
  "olena.kovalenko",
  "olena-kovalenko1",
  "correcthorsebatterystaple",
])("refused: %s", (password) => expect(of(password)).toBe("identity/weak-password"));
