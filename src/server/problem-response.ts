import { catalogue, Problem, problem } from "../problems.ts";

/** What is not there, and what its reader may not know of: the two are one answer. */
export const absent = (): Problem => problem(catalogue.absent, undefined as never);

/** RFC 9457 problem details of a catalogued failure: its code, its sentence, and nothing of our insides. */
export const problemBody = ({ code, status, message }: Problem) => ({
  type: `/api/v1/problems#${code}`,
  title: code,
  status,
  detail: message,
  code,
});

export function problemResponse(found: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(problemBody(found)), {
    status: found.status,
    headers: { "Content-Type": "application/problem+json", "Cache-Control": "no-store", ...headers },
  });
}

/** What a caller may know of anything thrown. Failures of the store keep their status; the rest is internal. */
export function responseTo(error: unknown): Response {
  if (!(error instanceof Problem)) return problemResponse(problem(catalogue.internal, undefined as never));
  const waits = error.status === 503 || error.status === 429;
  return problemResponse(error, waits ? { "Retry-After": "2" } : {});
}
