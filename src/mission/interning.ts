import type { Item } from "../format/reader.ts";
import type { Observation } from "../observation/observation.ts";

/**
 * Shares equal parts between records, so that a hundred thousand of them fit in memory, and so that what is computed
 * for a place once (its outline, whether it lies in a zone) is known for every record there.
 */
export class Interning {
  private readonly shared = new Map<string, unknown>();

  /** The first value with this content. */
  private one<T>(value: T): T {
    const key = JSON.stringify(value);
    const known = this.shared.get(key);
    if (known !== undefined) return known as T;
    this.shared.set(key, value);
    return value;
  }

  /** The same item, with the parts that recur shared. */
  item(item: Item): Item {
    return item.type === "observation" ? { type: "observation", value: this.observation(item.value) } : item;
  }

  private observation(o: Observation): Observation {
    return {
      ...o,
      report: this.one(o.report),
      source: this.one(o.source),
      acts: this.one(o.acts),
      count: this.one(o.count),
      time: this.one(o.time),
      place: this.one(o.place),
      ...(o.weapon && { weapon: this.one(o.weapon) }),
      ...(o.object && { object: this.one(o.object) }),
      ...(o.alleged && { alleged: this.one(o.alleged) }),
    };
  }
}
