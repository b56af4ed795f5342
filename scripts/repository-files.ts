import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Paths of the files in these folders (all folders by default), committed or new, without ignored and deleted ones. */
export function repositoryFiles(folders: readonly string[] = []): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', ...folders];
  const listed = execFileSync('git', args, { encoding: 'utf8' }).split('\n');
  return listed.filter((path) => path !== '' && existsSync(path));
}
