import process from "node:process";
import { write } from "./kill-child.fixture.ts";
import { openPostgres } from "./open-postgres.ts";

const [, , url, folder] = process.argv as [string, string, string, string];
await write(await openPostgres(url, { folder }), "m");
