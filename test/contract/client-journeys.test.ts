import t from 'tap';
import { TYPESCRIPT_GENERATORS } from '../../scripts/clients/generators-typescript.js';
import { newWarnings, tryGenerator } from '../../scripts/clients/run.js';
import { workspaceKeys } from '../../scripts/clients/service.js';
import { startService } from '../scripts/service.js';

const { url, key } = await startService((end) => t.teardown(end));
const service = { url, newKey: workspaceKeys(url, key) };

t.jobs = 2;
t.ok(TYPESCRIPT_GENERATORS.length > 0);
for (const generator of TYPESCRIPT_GENERATORS) {
  t.test(`${generator.name}: compiles unchanged, and its journey takes answers of today and of tomorrow`, async (t) => {
    const outcome = await tryGenerator(generator, service);
    t.match(outcome, { result: 'ok' });
  });
}

t.test('a warning of a generator fails it, unless it is listed with a reason', async (t) => {
  const output = 'INFO made a file\nWARN 3.1 is in beta\nWARN no name for a schema';
  t.strictSame(newWarnings(output, [{ text: /in beta/, reason: 'about each document' }]), [
    'WARN no name for a schema',
  ]);
});
