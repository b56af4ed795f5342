import { PROGRAM } from './command.js';

export interface Announcement {
  url: string;
  database: string;
  /** Present only on the start that created it. */
  adminKey: string | undefined;
  /** The file with the key, when the key is not printed. */
  keyFile: string | undefined;
  seconds: number;
}

/** Prints the address, the documentation and a call that works when pasted. */
export function announce({ url, database, adminKey, keyFile, seconds }: Announcement): void {
  const shown = keyFile === undefined ? adminKey : undefined;
  // A shell expands the variable only between double quotes.
  const authorization = shown ? `'Authorization: Bearer ${shown}'` : '"Authorization: Bearer $HEADWATER_API_KEY"';
  const lines = [
    '',
    `Headwater is ready at ${url} (${seconds.toFixed(1)} s, ${database})`,
    `  Reference  ${url}/docs`,
    `  Contract   ${url}/openapi.json`,
    '',
  ];
  if (shown !== undefined) {
    lines.push('Admin API key, shown this once; keep it:', `  ${shown}`, '');
  } else if (adminKey !== undefined) {
    lines.push(`The admin API key is in ${keyFile}. Read it, keep it elsewhere, and delete the file.`, '');
  } else {
    lines.push(`The first start made your admin API key. Lost it? \`${PROGRAM} admin-key\` makes another.`, '');
  }
  lines.push(
    'Send a lead in and read what became of it:',
    '',
    `curl -s -X POST ${url}/v1/leads \\`,
    `  -H ${authorization} -H 'Content-Type: application/json' \\`,
    `  -d '{"firstName":"Ada","lastName":"Lovelace","email":"ada@example.com","organizationName":"Analytical Engines","country":"GB","purchaseTimeframeDays":30}'`,
    '',
    '',
  );
  process.stdout.write(lines.join('\n'));
}
