type Child = Node | string | number | undefined | null | false;
type Attributes = Readonly<Record<string, string | number | boolean | undefined | ((event: never) => void)>>;

const SVG = "http://www.w3.org/2000/svg";

function fill<E extends Element>(node: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name, value as unknown as EventListener);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  // Text is only ever put in as text nodes: nothing from the record is parsed as markup.
  for (const child of children)
    if (child !== undefined && child !== null && child !== false)
      node.append(typeof child === "number" ? String(child) : child);
  return node;
}

/** An HTML element; a function as attribute is a listener. */
export const el = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] => fill(document.createElement(tag), attributes, children);

/** An SVG element. */
export const svg = <K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] => fill(document.createElementNS(SVG, tag) as SVGElementTagNameMap[K], attributes, children);

/** The element that the page was written with. @throws Error where it is not there: a mistake of ours */
export function mount(id: string): HTMLElement {
  const node = document.getElementById(id);
  if (!node) throw new Error(`the page has no #${id}`);
  node.hidden = false;
  return node;
}

/** A value of the current colour scheme. */
export const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
