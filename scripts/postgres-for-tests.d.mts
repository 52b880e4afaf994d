export declare function postgresBinaries(): string | undefined;
export interface TestServer {
  readonly url: string;
  readonly pid: () => number;
  readonly kill: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}
export declare function startPostgres(): Promise<TestServer>;
