/**
 * Reports folders that import each other in a circle: they belong together, or one holds a type that belongs lower. A
 * unit is a folder, or a single file in the root of a layer: a root holds both what its folders import and what imports
 * its folders. Reports imports of table rows outside `src/db` as well: other layers use the types of `src/core`.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { repositoryFiles } from './repository-files.js';

const TREES = ['src', 'bench', 'scripts'];
const ROOTS: ReadonlySet<string> = new Set([
  ...['src', 'src/core', 'src/db', 'src/http', 'src/services', 'src/workers', 'bench', 'scripts'],
]);

/** One importing file, by importing unit and imported unit. */
const imports = new Map<string, Map<string, string>>();
const ROW_IMPORT = /import (?:type )?\{[^}]*\b\w+Row\b[^}]*\} from '[^']*\/db\//;
const rowImports: string[] = [];
for (const file of repositoryFiles(TREES).filter((file) => file.endsWith('.ts'))) {
  const text = readFileSync(file, 'utf8');
  for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
    if (fileName.startsWith('.')) addImport(file, path.posix.join(path.posix.dirname(file), fileName));
  }
  if (!file.startsWith('src/db/') && ROW_IMPORT.test(text)) rowImports.push(file);
}
const circles = findCircles();
for (const circle of circles) console.error(`These import each other in a circle:\n${describe(circle)}`);
for (const file of rowImports) console.error(`${file} imports a table row from src/db: use the type of src/core.`);
process.exitCode = circles.length + rowImports.length > 0 ? 1 : 0;

function addImport(file: string, imported: string): void {
  const [from, to] = [unitOf(file), unitOf(imported.replace(/\.js$/, '.ts'))];
  if (from === to) return;
  const targets = imports.get(from) ?? new Map<string, string>();
  imports.set(from, targets.set(to, file));
}

function unitOf(file: string): string {
  const folder = path.posix.dirname(file);
  return ROOTS.has(folder) ? file : folder;
}

/** The strongly connected components of more than one unit, found by reachability because there are few units. */
function findCircles(): string[][] {
  const reached = new Map([...imports.keys()].map((unit) => [unit, reachedFrom(unit)]));
  const reported = new Set<string>();
  return [...reached].flatMap(([unit, others]) => {
    if (reported.has(unit) || !others.has(unit)) return [];
    const circle = [...others].filter((other) => reached.get(other)?.has(unit)).sort();
    for (const other of circle) reported.add(other);
    return [circle];
  });
}

function reachedFrom(unit: string): Set<string> {
  const reached = new Set<string>();
  const pending = [unit];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const to of imports.get(next)?.keys() ?? []) {
      if (reached.has(to)) continue;
      reached.add(to);
      pending.push(to);
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
