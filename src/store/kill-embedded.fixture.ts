import process from "node:process";
import { write } from "./kill-child.fixture.ts";
import { openEmbedded } from "./open-embedded.ts";

await write(await openEmbedded(process.argv[2] as string), "m");
