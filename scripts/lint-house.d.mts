export declare const FLOW: readonly string[];
export declare function lintTree(tree: ReadonlyMap<string, string>): string[];
