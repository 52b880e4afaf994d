export const frontPage = (_examples: readonly unknown[]): string => "<!doctype html><title>Trucekeeper</title>";
