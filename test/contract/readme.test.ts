import { readFileSync } from 'node:fs';
import t from 'tap';
import { describeConfig } from '../../src/environment.js';

/** Rows of the table under "## Configuration": name, default and meaning, without the backquotes around a whole cell. */
function documented(readme: string): { name: string; default: string; meaning: string }[] {
  const [, section = ''] = readme.split('\n## Configuration\n');
  const [table = ''] = section.split('\n## ');
  const rows = [...table.matchAll(/^\| `(\w+)` \| (.*?) ?\| (.*) \|$/gm)];
  return rows.map(([, name = '', preset = '', meaning = '']) => ({
    name,
    default: preset.replaceAll('`', ''),
    meaning,
  }));
}

t.test('the table of variables in the README is the one the process reads', async (t) => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  t.same(documented(readme), describeConfig());
});
