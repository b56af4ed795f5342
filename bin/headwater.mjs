#!/usr/bin/env -S node --max-semi-space-size=64
/**
 * The program `headwater`. The young generation of 64 MB holds the rows of a large batch until they are sent: fewer and
 * cheaper collections. In a clone, a stale bundle is built first.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';

const build = fileURLToPath(new URL('../scripts/build.mjs', import.meta.url));
const program = new URL('../dist/headwater.js', import.meta.url);

const { status } = existsSync(build)
  ? // The standard output belongs to the command.
    spawnSync(process.execPath, [build, '--quiet'], { stdio: ['ignore', 2, 2] })
  : { status: 0 };
if (status === 0) {
  if (existsSync(build)) keepCompiledCode(fileURLToPath(new URL('.compiled', program)));
  await import(program.href);
} else {
  process.exitCode = 1;
}

/**
 * From Node 22 on, this thread and those it starts read the code that an earlier start compiled.
 * @param {string} folder
 */
function keepCompiledCode(folder) {
  process.env.NODE_COMPILE_CACHE ??= folder;
  // The types are those of Node 20.
  if ('enableCompileCache' in nodeModule && typeof nodeModule.enableCompileCache === 'function') {
    nodeModule.enableCompileCache(process.env.NODE_COMPILE_CACHE);
  }
}
