import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './processes.js';

interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
}

const SHOWN = 30;

/**
 * The functions of the profiled process with the most self time. Counts the later half of the busy time only, which
 * leaves out the start and the warm-up.
 */
export function hottestFunctions(folder: string): string {
  const files = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'));
  return files.map((name) => describe(JSON.parse(readFileSync(join(folder, name), 'utf8')))).join('\n');
}

function describe({ nodes, samples, timeDeltas }: Profile): string {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const busy = samples
    .map((id, index) => ({ name: names.get(id) ?? '?', time: timeDeltas[index] ?? 0 }))
    .filter(({ name }) => name !== '(idle)');
  const total = busy.reduce((sum, { time }) => sum + time, 0);
  const self = new Map<string, number>();
  let elapsed = 0;
  for (const { name, time } of busy) {
    elapsed += time;
    if (elapsed > total / 2) self.set(name, (self.get(name) ?? 0) + time);
  }
  const sorted = [...self].sort(([, a], [, b]) => b - a).slice(0, SHOWN);
  const lines = sorted.map(([name, time]) => `${((time / total) * 200).toFixed(1).padStart(6)} %  ${name}`);
  return [`self time in the later half of ${(total / 1e6).toFixed(1)} busy seconds:`, ...lines].join('\n');
}

function nameOf({ functionName, url, lineNumber }: Profile['nodes'][number]['callFrame']): string {
  if (url === '') return functionName;
  const file = url.startsWith('file://') ? relative(ROOT, new URL(url).pathname) : url.replace(`${ROOT}/`, '');
  return `${functionName || '(anonymous)'} ${file}:${lineNumber + 1}`;
}
