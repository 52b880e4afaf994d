import type { Item } from "../format/reader.ts";
import type { Observation } from "../observation/observation.ts";

/**
 * Shares equal parts between records, so that a hundred thousand of them fit in memory, and so that what is computed
 * for a place once (its outline, whether it lies in a zone) is known for every record there.
 */
export class Interning {
  private readonly shared = new Map<string, unknown>();
  private readonly texts = new Map<string, string>();

  /** The first text with these characters. */
  private text(text: string): string {
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    this.texts.set(text, text);
    return text;
  }

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
      report: this.text(o.report),
      source: this.text(o.source),
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
