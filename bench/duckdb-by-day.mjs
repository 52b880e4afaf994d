// The baseline: DuckDB reads the same monthly files and counts rows by day. Prints {days, rows}.
import process from "node:process";
import { DuckDBInstance } from "@duckdb/node-api";

const files = process.argv.slice(2);
const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
const list = files.map((f) => `'${f.replaceAll("'", "''")}'`).join(",");
const reader = await connection.runAndReadAll(
  `SELECT strftime(datetime::TIMESTAMP, '%Y-%m-%d') AS day, count(*)::INTEGER AS n FROM read_csv([${list}], header = true, quote = '"', escape = '"') GROUP BY day ORDER BY day`,
);
const rows = reader.getRows();
console.log(
  JSON.stringify({
    days: rows.length,
    rows: rows.reduce((sum, r) => sum + Number(r[1]), 0),
    maxRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
