/** In nats: odds of about 5 to 4; and of about 20 to 1, beyond which evidence alone leaves nothing to review (model.ts, doubtNats). */
const HARDLY = 0.2;
const STRONGLY = 3;

type Weight = "strongly-for" | "for" | "hardly" | "against" | "strongly-against";

/** What so many nats are in words. */
export function weightOf(nats: number): Weight {
  if (Math.abs(nats) < HARDLY) return "hardly";
  const strongly = Math.abs(nats) >= STRONGLY;
  if (nats > 0) return strongly ? "strongly-for" : "for";
  return strongly ? "strongly-against" : "against";
}
