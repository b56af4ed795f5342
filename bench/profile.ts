import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './processes.js';

interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
}

const SHOWN = 30;

/** The functions in which the profiled process spent most of its own time, idle time left out. */
export function hottest(folder: string): string {
  const files = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'));
  return files.map((name) => describe(JSON.parse(readFileSync(join(folder, name), 'utf8')))).join('\n');
}

function describe({ nodes, samples, timeDeltas }: Profile): string {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const self = new Map<string, number>();
  let busy = 0;
  for (const [index, id] of samples.entries()) {
    const name = names.get(id) ?? '?';
    if (name === '(idle)') continue;
    const microseconds = timeDeltas[index] ?? 0;
    busy += microseconds;
    self.set(name, (self.get(name) ?? 0) + microseconds);
  }
  const sorted = [...self].sort(([, a], [, b]) => b - a).slice(0, SHOWN);
  const lines = sorted.map(([name, time]) => `${((time / busy) * 100).toFixed(1).padStart(6)} %  ${name}`);
  return [`self time of ${(busy / 1e6).toFixed(1)} busy seconds:`, ...lines].join('\n');
}

function nameOf({ functionName, url, lineNumber }: Profile['nodes'][number]['callFrame']): string {
  if (url === '') return functionName;
  const file = url.startsWith('file://') ? relative(ROOT, new URL(url).pathname) : url.replace(`${ROOT}/`, '');
  return `${functionName || '(anonymous)'} ${file}:${lineNumber + 1}`;
}
