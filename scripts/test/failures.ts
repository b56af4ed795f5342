const MOST_LINES = 40;

/** The failures in tap's output, each with the names of its parent tests and its diagnosis. */
export function failuresIn(output: string): string[] {
  const lines = output.split('\n');
  const failures: string[] = [];
  const parents: string[] = [];
  for (const [index, line] of lines.entries()) {
    const [, indent = '', name] = /^( *)# Subtest: (.*)$/.exec(line) ?? [];
    if (name !== undefined) {
      parents.length = indent.length / 4;
      parents.push(name);
    }
    // A parent of a failed test fails too; its line has a duration and is skipped.
    const failed = /^( *)not ok \d+ - (.*)$/.exec(line);
    if (failed === null || (/ # time=/.test(line) && !/timeout/.test(line)) || / # TODO/.test(line)) continue;
    const [, depth = '', what = ''] = failed;
    const path = parents.slice(0, depth.length / 4);
    const inside = new RegExp(`^${depth}  `);
    const rest = lines.slice(index + 1, index + 1 + MOST_LINES);
    const end = rest.findIndex((text) => !inside.test(text));
    failures.push(['', [...path, what].join(' > '), ...rest.slice(0, end < 0 ? rest.length : end)].join('\n'));
  }
  return failures;
}
