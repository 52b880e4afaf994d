import { MODEL_VERSION } from "../incident/model.ts";
import { ZONE_TABLES_VERSION } from "../time/zone.ts";

/** Version of the readers; raised with every change by which a file would be read otherwise than before. */
export const READERS_VERSION = "1";

/** Version of the flow itself: raised with every change by which the same record would give other findings. */
const FLOW_VERSION = "5";

/** What a derived state was made by. A state of another version is made anew. */
export const DERIVATION_VERSION = `flow-${FLOW_VERSION} readers-${READERS_VERSION} ${MODEL_VERSION} ${ZONE_TABLES_VERSION}`;
