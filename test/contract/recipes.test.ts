import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { openService } from '../http/ingest-fixture.js';

const RECIPES = 'docs/recipes';
/** Its commands call the generators: `npm run clients` runs them. */
const NOT_SHELL = new Set(['generate-a-client.md']);
/** The programs of the calls; a test of them is skipped where one is missing. */
const missing = ['bash', 'curl', 'jq', 'openssl'].filter(
  (program) => spawnSync(program, ['--version']).error !== undefined,
);

const service = await openService(t);

interface Outcome {
  code: number | null;
  output: string;
}

function run(script: string, env: Record<string, string>): Promise<Outcome> {
  // Recipes write files.
  const cwd = mkdtempSync(join(tmpdir(), 'recipe-'));
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], { cwd, env: { ...process.env, ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      output += text.toString();
    });
  }
  return new Promise((resolve) =>
    child.on('close', (code) => {
      rmSync(cwd, { recursive: true });
      resolve({ code, output });
    }),
  );
}

/** The shell blocks of a page as one script. */
const scriptOf = (page: string) => [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block).join('\n');

const skip = missing.length > 0 && `there is no ${missing.join(', ')} on this machine`;
const pages = readdirSync(RECIPES).filter((name) => name.endsWith('.md') && !NOT_SHELL.has(name));
t.ok(pages.length > 10);

for (const name of pages) {
  t.test(`the calls of ${name} run as they stand, one after the other`, { skip }, async (t) => {
    const { token, post } = await service.makeWorkspace();
    const { body: rep } = await post<{ id: string }>('/v1/reps', { name: 'Grace Hopper' });
    const script = scriptOf(readFileSync(`${RECIPES}/${name}`, 'utf8'));
    t.not(script, '');
    const [app] = service.apps;
    let ended = false;
    const background = async () => {
      while (!ended) {
        await Promise.all([app?.services.jobs.runDue(), app?.services.exports.runDue()]);
        await delay(50);
      }
    };
    const working = background();
    const { code, output } = await run(script, { B: service.urls[0] ?? '', K: token, ADMIN: token, R: rep.id });
    ended = true;
    await working;
    t.equal(code, 0, output);
    t.notMatch(output, '"type":"/problems/');
  });
}
