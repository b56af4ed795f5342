/** The files of `deploy`. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { type ManifestFile, manifestFaults } from '../../scripts/deploy/manifests.js';

const NAMES = ['kustomization', 'service', 'deployment'];
const files: ManifestFile[] = NAMES.map((name) => {
  const path = `deploy/kubernetes/${name}.yaml`;
  return { path, text: readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8') };
});

t.test('wrong manifests are refused with the name of the fault', (t) => {
  const CHANGES: [from: string, to: string, fault: RegExp][] = [
    ['periodSeconds: 5\n', 'periodSecond: 5\n', /deployment\.yaml.*periodSecond/],
    ['containerPort: 8080', 'containerPort: "8080"', /deployment\.yaml.*string.*number/],
    ['drop: [ALL]', 'drop: [NET_RAW]', /drops ALL/],
    ['HEADWATER_DRAIN_DELAY_MS', 'HEADWATER_DRAIN_DELAY', /no variable HEADWATER_DRAIN_DELAY$/],
    [
      '    app.kubernetes.io/component: service\n  ports',
      '    app.kubernetes.io/component: server\n  ports',
      /selector/,
    ],
  ];
  const absent = manifestFaults(files);
  t.same(
    absent.filter((fault) => !/listed and does not exist/.test(fault)),
    [],
    'the files as they are',
  );
  t.equal(absent.length, 4, 'files that were left out here are missed');
  for (const [from, to, fault] of CHANGES) {
    const changed = files.map((file) => ({ ...file, text: file.text.replace(from, to) }));
    t.not(changed.map(({ text }) => text).join(), files.map(({ text }) => text).join(), `${from} is in a file`);
    t.match(manifestFaults(changed).join('\n'), new RegExp(fault.source, 'm'), to);
  }
  t.end();
});
