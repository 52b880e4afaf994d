import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answersContract } from "./answers-contract.ts";
import { type Opener, storeContract } from "./contract.ts";
import { decidingContract } from "./deciding-contract.ts";
import { derivedContract } from "./derived-contract.ts";
import { facetContract } from "./facet-contract.ts";
import { lateJoiningContract } from "./late-joining-contract.ts";
import { openEmbedded } from "./open-embedded.ts";
import type { Store } from "./store.ts";

const folders = new Map<Store, string>();

const opener: Opener = {
  async open() {
    const folder = await mkdtemp(join(tmpdir(), "trucekeeper-store-"));
    const store = await openEmbedded(folder);
    folders.set(store, folder);
    return store;
  },
  async reopen(store) {
    await store.close();
    const folder = folders.get(store) as string;
    const again = await openEmbedded(folder);
    folders.set(again, folder);
    return again;
  },
  async dispose(store) {
    await store.close();
    await rm(folders.get(store) as string, { recursive: true });
  },
};

storeContract("sqlite", opener);
answersContract("sqlite", opener);
lateJoiningContract("sqlite", opener);
derivedContract("sqlite", opener);
facetContract("sqlite", opener, 40);
decidingContract("sqlite", opener);
