import { spawnSync } from 'node:child_process';
import { isObject } from '../json.js';
import type { Breakage } from './schemas.js';

export interface OasdiffError {
  operationId: string;
  text: string;
}

/** Where oasdiff lists an error rather than a warning. */
const ERROR = 3;
const OUTPUT_BYTES = 64 * 1024 * 1024;

/** What oasdiff lists as breaking between two documents; undefined where it is not installed. */
export function oasdiffErrors(earlier: string, later: string): OasdiffError[] | undefined {
  const { error, status, stdout, stderr } = spawnSync('oasdiff', ['breaking', '--format', 'json', earlier, later], {
    encoding: 'utf8',
    maxBuffer: OUTPUT_BYTES,
  });
  if (error) return undefined;
  if (status !== 0) throw new Error(`oasdiff failed: ${stderr}`);
  const found: unknown = stdout.trim() === '' ? [] : JSON.parse(stdout);
  const entries = Array.isArray(found) ? found.filter(isObject) : [];
  return entries
    .filter(({ level }) => level === ERROR)
    .map(({ operationId, text }) => ({ operationId: String(operationId), text: String(text) }));
}

/**
 * The errors of oasdiff that name nothing that our own comparison names. Oasdiff names the path of a property from an
 * operation (`data/items/score`), our comparison its component (`Lead.score`): the last name is the same.
 */
export function unmatchedErrors(errors: readonly OasdiffError[], breakages: readonly Breakage[]): OasdiffError[] {
  const known = new Set(breakages.flatMap(({ key, detail }) => `${key} ${detail}`.split(/[\s.,]+/)));
  return errors.filter(({ text }) => !namesIn(text).some((name) => known.has(name)));
}

/** The last step of each path in backticks, without statuses. */
function namesIn(text: string): string[] {
  const names = [...text.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path.slice(path.lastIndexOf('/') + 1));
  return names.filter((name) => !/^\d{3}$/.test(name));
}
