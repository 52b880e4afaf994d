export declare function withTable(
  readme: string,
  results: { runs: number; node: string; measured: { what: string; ours: string; baseline: string }[] },
): string;
