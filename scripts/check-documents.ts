/** Checks that paths and npm scripts named in the documents exist, and that no file exceeds its line limit. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { repositoryFiles } from './repository-files.js';

const DOCUMENTS = ['README.md', 'SECURITY.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'openapi/README.md'];
const ROOTS =
  /^(?:\.\/)?((?:src|test|scripts|bench|docs|openapi|migrations)\/[\w./*-]*|[\w.-]+\.(?:json|ya?ml|cjs|mjs|ts|md|grit))$/;
const LIMITS = [
  { pattern: /^(?:src|scripts|bench)\/.*\.[cm]?[jt]s$/, lines: 300 },
  { pattern: /^test\/(?!support\/generated\/).*\.[cm]?[jt]s$/, lines: 500 },
];

const files = repositoryFiles();
const scripts = Object.keys((JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object }).scripts);
const faults = [...documentFaults(), ...sizeFaults()];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

function documentFaults(): string[] {
  return DOCUMENTS.flatMap((document) => {
    if (!existsSync(document)) return [`${document} is missing`];
    const text = readFileSync(document, 'utf8');
    return [...pathFaults(document, text), ...scriptFaults(document, text), ...linkFaults(document, text)];
  });
}

function pathFaults(document: string, text: string): string[] {
  const named = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => ROOTS.exec(code)?.[1]);
  return named
    .filter((path) => path !== undefined && !pathExists(path))
    .map((path) => `${document} names ${path}, which does not exist`);
}

function linkFaults(document: string, text: string): string[] {
  const folder = document.includes('/') ? `${document.slice(0, document.lastIndexOf('/'))}/` : '';
  const targets = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(`${folder}${target}`))
    .map((target) => `${document} links to ${target}, which does not exist`);
}

function scriptFaults(document: string, text: string): string[] {
  const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
  return named
    .filter((name) => !scripts.includes(name))
    .map((name) => `${document} names npm run ${name}, which is no script`);
}

function pathExists(path: string): boolean {
  if (!path.includes('*')) return existsSync(path) || isGenerated(path);
  const pattern = new RegExp(
    `^${path
      .replace(/[.]/g, '\\.')
      .replaceAll('**', '.+')
      .replaceAll(/(?<!\.)\*/g, '[^/]*')}$`,
  );
  return files.some((file) => pattern.test(file));
}

function sizeFaults(): string[] {
  return files.flatMap((path) => {
    const limit = LIMITS.find(({ pattern }) => pattern.test(path));
    if (limit === undefined) return [];
    const lines = readFileSync(path, 'utf8').split('\n').length - 1;
    return lines > limit.lines ? [`${path} has ${lines} lines; the limit is ${limit.lines}`] : [];
  });
}

/** Paths that git ignores are made by scripts and need not exist. */
function isGenerated(path: string): boolean {
  try {
    execFileSync('git', ['check-ignore', '--quiet', path]);
    return true;
  } catch {
    return false;
  }
}
