export interface Announcement {
  url: string;
  database: string;
  /** Only on the start that made it. */
  adminKey: string | undefined;
  seconds: number;
}

/** What a person who typed `npm start` wants to know: where it is, where the docs are, and a call that works when pasted. */
export function announce({ url, database, adminKey, seconds }: Announcement): void {
  // A shell puts the variable in only between double quotes.
  const authorization = adminKey ? `'Authorization: Bearer ${adminKey}'` : '"Authorization: Bearer $HEADWATER_API_KEY"';
  const lines = [
    '',
    `Headwater is ready at ${url} (${seconds.toFixed(1)} s, ${database})`,
    `  Reference  ${url}/docs`,
    `  Contract   ${url}/openapi.json`,
    '',
  ];
  if (adminKey === undefined) {
    lines.push('Your admin API key was shown at the first start. Lost it? `npm run admin-key` makes another.', '');
  } else {
    lines.push('Admin API key, shown this once; keep it:', `  ${adminKey}`, '');
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
