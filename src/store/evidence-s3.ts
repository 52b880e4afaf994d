import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AwsClient } from "aws4fetch";
import { TEMPORARY } from "./durable-file.ts";
import { checkedCopyName, EVIDENCE_LIMIT, type Evidence } from "./evidence.ts";
import { checkedHash, spool } from "./evidence-folder.ts";
import { failureOf, refused } from "./failures.ts";
import { COPY_NAMES } from "./working-copy.ts";

/** Where the objects are, from S3_ENDPOINT, S3_BUCKET, S3_REGION, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY. */
export interface S3Place {
  /** "https://s3.example.org"; the bucket stands in the path. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Most bytes that S3 takes in one request; a longer recording is refused with this limit named. */
const PUT_LIMIT = 5_368_709_120;

/**
 * Evidence in S3 or what speaks its language, under "prefix/<two hex digits>/<hash>".
 * @param folder where bytes are kept until their hash is known
 */
export function s3Evidence(place: S3Place, prefix: string, folder: string): Evidence {
  const { accessKeyId, secretAccessKey, region } = place;
  // Retries are ours to see: a request either works or says why.
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: "s3", retries: 2 });
  const base = `${place.endpoint.replace(/\/$/, "")}/${place.bucket}`;
  const urlOf = (sha256: string): string => `${base}/${prefix}/${checkedHash(sha256).slice(0, 2)}/${sha256}`;
  const copyUrl = (sha256: string, name: string): string =>
    `${base}/copies/${prefix}/${checkedHash(sha256)}/${checkedCopyName(name)}`;
  const ask = async (url: string, init: RequestInit, allowed: readonly number[]): Promise<Response> => {
    const response = await client.fetch(url, init).catch((error: Error) => {
      throw unreachable(place, error.cause instanceof Error ? error.cause.message : error.message);
    });
    if (!allowed.includes(response.status)) throw unreachable(place, await answer(response.status, response.text()));
    return response;
  };

  async function size(sha256: string): Promise<number | undefined> {
    const response = await ask(urlOf(sha256), { method: "HEAD" }, [200, 404]);
    return response.status === 404 ? undefined : Number(response.headers.get("content-length"));
  }

  return {
    async put(bytes, limit = EVIDENCE_LIMIT) {
      const temporary = join(folder, `${TEMPORARY}${randomBytes(8).toString("hex")}`);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const put = await spool(bytes, temporary, Math.min(limit, PUT_LIMIT));
        const present = (await size(put.sha256)) === put.bytes;
        // The hash is part of what is signed: a server that stored other bytes would have to refuse them.
        if (!present) await upload(client, place, urlOf(put.sha256), temporary, put);
        return { ...put, present };
      } catch (error) {
        throw failureOf(error, "evidence");
      } finally {
        await rm(temporary, { force: true });
      }
    },
    async get(sha256, range) {
      if (range && range.until <= range.from) return (await size(sha256)) === undefined ? undefined : Readable.from([]);
      const headers = range ? { range: `bytes=${range.from}-${range.until - 1}` } : {};
      const response = await ask(urlOf(sha256), { headers }, range ? [206, 404] : [200, 404]);
      if (response.status === 404 || !response.body) {
        await response.body?.cancel();
        return undefined;
      }
      return Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
    },
    size,
    async copy(sha256, name) {
      const response = await ask(copyUrl(sha256, name), {}, [200, 404]);
      const bytes = Buffer.from(await response.arrayBuffer());
      return response.status === 404 ? undefined : bytes;
    },
    async keepCopy(sha256, name, bytes) {
      const body = Buffer.from(bytes);
      await ask(copyUrl(sha256, name), { method: "PUT", body, headers: { "content-type": "image/webp" } }, [200]);
    },
    async destroy(sha256) {
      for (const name of COPY_NAMES) await ask(copyUrl(sha256, name), { method: "DELETE" }, [200, 204, 404]);
      // With versioning on, the bucket keeps old versions: docs/scale.md says to leave it off for evidence.
      await ask(urlOf(sha256), { method: "DELETE" }, [200, 204, 404]);
    },
    async *list() {
      let token: string | undefined;
      do {
        const query = new URLSearchParams({ "list-type": "2", prefix: `${prefix}/` });
        if (token !== undefined) query.set("continuation-token", token);
        const text = await (await ask(`${base}?${query}`, {}, [200])).text();
        for (const [, key] of text.matchAll(/<Key>[^<]*\/([0-9a-f]{64})<\/Key>/g)) yield key as string;
        token = /<NextContinuationToken>([^<]+)</.exec(text)?.[1];
      } while (token !== undefined);
    },
  };
}

const answer = async (status: number, text: Promise<string>): Promise<string> =>
  `it answered ${status} ${/<Code>([^<]+)/.exec(await text.catch(() => ""))?.[1] ?? ""}`.trim();

const unreachable = ({ endpoint, bucket }: S3Place, why: string) =>
  refused(
    `evidence in the bucket "${bucket}" at ${endpoint} cannot be reached: ${why}`,
    "Check the S3_ settings and that the bucket is there",
  );

/** A PUT with its length stated, which a stream given to fetch would not have. */
async function upload(
  client: AwsClient,
  place: S3Place,
  url: string,
  path: string,
  { sha256, bytes }: { readonly sha256: string; readonly bytes: number },
): Promise<void> {
  const signed = await client.sign(url, {
    method: "PUT",
    headers: { "x-amz-content-sha256": sha256, "content-type": "application/octet-stream" },
  });
  const headers = { ...Object.fromEntries(signed.headers), "content-length": String(bytes) };
  const send = url.startsWith("https:") ? requestHttps : requestHttp;
  const [status, text] = await new Promise<[number, string]>((resolve, reject) => {
    const request = send(url, { method: "PUT", headers }, (response) => {
      let said = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        if (said.length < 4_096) said += chunk;
      });
      response.on("end", () => resolve([response.statusCode ?? 0, said])).on("error", reject);
    });
    request.on("error", reject);
    pipeline(createReadStream(path), request).catch(reject);
  }).catch((error: Error) => {
    throw unreachable(place, error.message);
  });
  if (status !== 200) throw unreachable(place, await answer(status, Promise.resolve(text)));
}
