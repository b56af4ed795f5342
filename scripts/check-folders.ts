/**
 * Folders that import each other in a circle are one thing, or hold a type that belongs lower. What counts is a folder, or a single
 * file in the root of a layer: a root holds what its folders build on, and what wires them.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const TREES = ['src/core', 'src/db', 'src/http', 'src/workers', 'bench', 'scripts'];
const ROOTS: ReadonlySet<string> = new Set([
  ...['src', 'src/core', 'src/db', 'src/http', 'src/services', 'src/workers', 'bench', 'scripts'],
]);

/** By what imports and what is imported: one file that does so. */
const imports = new Map<string, Map<string, string>>();
for (const file of typescriptFiles()) {
  for (const { fileName } of ts.preProcessFile(readFileSync(file, 'utf8'), true, true).importedFiles) {
    if (fileName.startsWith('.')) noteImport(file, path.posix.join(path.posix.dirname(file), fileName));
  }
}
const circles = findCircles();
for (const circle of circles) console.error(`These import each other in a circle:\n${describe(circle)}`);
process.exitCode = circles.length > 0 ? 1 : 0;

function typescriptFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...TREES], {
    encoding: 'utf8',
  });
  return listed.split('\n').filter((file) => file.endsWith('.ts') && existsSync(file));
}

function noteImport(file: string, imported: string): void {
  const [from, to] = [unitOf(file), unitOf(imported.replace(/\.js$/, '.ts'))];
  if (from === to) return;
  const found = imports.get(from) ?? new Map<string, string>();
  imports.set(from, found.set(to, file));
}

function unitOf(file: string): string {
  const folder = path.posix.dirname(file);
  return ROOTS.has(folder) ? file : folder;
}

/** The strongly connected components of more than one unit, by reachability: there are few units. */
function findCircles(): string[][] {
  const reached = new Map([...imports.keys()].map((unit) => [unit, reachedFrom(unit)]));
  const seen = new Set<string>();
  return [...reached].flatMap(([unit, others]) => {
    if (seen.has(unit) || !others.has(unit)) return [];
    const circle = [...others].filter((other) => reached.get(other)?.has(unit)).sort();
    for (const other of circle) seen.add(other);
    return [circle];
  });
}

function reachedFrom(unit: string): Set<string> {
  const reached = new Set<string>();
  const waiting = [unit];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const to of imports.get(next)?.keys() ?? []) {
      if (reached.has(to)) continue;
      reached.add(to);
      waiting.push(to);
    }
  }
  return reached;
}

function describe(circle: readonly string[]): string {
  const lines = circle.flatMap((from) =>
    [...(imports.get(from) ?? [])]
      .filter(([to]) => circle.includes(to))
      .map(([to, file]) => `  ${from} imports ${to}: ${file}`),
  );
  return lines.join('\n');
}
