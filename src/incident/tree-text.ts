import type { Tree } from "./groups.ts";

/** A tree as text with the places of its leaves, without recursion: "((3,1),7)". @param places by leaf */
export function treeText(tree: Tree, places: readonly number[]): string {
  let text = "";
  const todo: (Tree | string)[] = [tree];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (typeof next === "string") text += next;
    else if (typeof next === "number") text += places[next];
    else todo.push(")", next[1], ",", next[0], "(");
  }
  return text;
}

/** The tree again. @param leaf by place @throws Error where the text is none of `treeText` */
export function treeOf(text: string, leaf: (place: number) => number | undefined): Tree {
  const done: Tree[] = [];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] as string;
    if (sign === "(" || sign === ",") continue;
    if (sign === ")") {
      const [b, a] = [done.pop(), done.pop()];
      if (a === undefined || b === undefined) throw new Error(`tree: two branches expected before ${at} of ${text}`);
      done.push([a, b]);
      continue;
    }
    let until = at;
    while (until < text.length && (text[until] as string) >= "0" && (text[until] as string) <= "9") until++;
    const known = until > at ? leaf(Number(text.slice(at, until))) : undefined;
    if (known === undefined) throw new Error(`tree: no leaf at ${at} of ${text}`);
    done.push(known);
    at = until - 1;
  }
  if (done.length !== 1) throw new Error(`tree: one root expected in ${text}`);
  return done[0] as Tree;
}
