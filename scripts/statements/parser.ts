/** The parser of PostgreSQL 17 as WebAssembly. Its own types need a package of several hundred node types. */
interface Parser {
  loadModule(): Promise<void>;
  parseSync(sql: string): { stmts?: { stmt: Record<string, unknown> }[] };
}

/** Loaded by its name, so that what does not parse SQL also works where development packages are not installed. */
const PACKAGE = 'libpg-query';

export async function loadParser(): Promise<Parser['parseSync']> {
  const parser: Parser = await import(PACKAGE);
  await parser.loadModule();
  return parser.parseSync;
}
