const MOST_LINES = 40;

/** What failed, from tap's own record: the names that lead to it, and its diagnosis. */
export function failuresIn(output: string): string[] {
  const lines = output.split('\n');
  const found: string[] = [];
  const within: string[] = [];
  for (const [index, line] of lines.entries()) {
    const [, indent = '', name] = /^( *)# Subtest: (.*)$/.exec(line) ?? [];
    if (name !== undefined) {
      within.length = indent.length / 4;
      within.push(name);
    }
    // A test that contains what failed fails with it, and has a time.
    const failed = /^( *)not ok \d+ - (.*)$/.exec(line);
    if (failed === null || (/ # time=/.test(line) && !/timeout/.test(line)) || / # TODO/.test(line)) continue;
    const [, depth = '', what = ''] = failed;
    const path = within.slice(0, depth.length / 4);
    const inside = new RegExp(`^${depth}  `);
    const rest = lines.slice(index + 1, index + 1 + MOST_LINES);
    const end = rest.findIndex((text) => !inside.test(text));
    found.push(['', [...path, what].join(' > '), ...rest.slice(0, end < 0 ? rest.length : end)].join('\n'));
  }
  return found;
}
