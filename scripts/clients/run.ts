import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type CommandOptions, isInstalled, runProgram } from './commands.js';
import type { Command, Generator, KnownWarning } from './generator.js';
import type { JourneyService } from './service.js';
import { isStep, STEPS } from './steps.js';
import { startTomorrowProxy } from './tomorrow.js';

export type Outcome =
  | { result: 'ok'; seconds: number; versions: string }
  | { result: 'failed'; stage: string; output: string }
  | { result: 'skipped'; reason: string };

/** How a journey ended: undefined when it took every step, else the step that failed. */
interface Failure {
  stage: string;
  output: string;
}

/**
 * Generates a client in a temporary folder, compiles it with the journey of its language beside it, and runs the
 * journey twice: against the service, and against its answers of tomorrow.
 */
export async function tryGenerator(
  generator: Generator,
  service: Pick<JourneyService, 'url' | 'newKey'>,
): Promise<Outcome> {
  const missing = generator.tools.find(({ program }) => !isInstalled(program));
  if (missing) return { result: 'skipped', reason: `${missing.program} is not installed (${missing.install})` };
  const startedAt = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'headwater-client-'));
  try {
    const { source, target } = generator;
    cpSync(resolve('scripts/clients', source), join(folder, target), { recursive: true });
    const failure = (await prepare(generator, folder)) ?? (await runJourneys(generator, service, folder));
    if (failure) return { result: 'failed', ...failure };
    const seconds = (performance.now() - startedAt) / 1000;
    return { result: 'ok', seconds, versions: await versionsOf(generator, folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Runs the stages in order. A warning that the generator does not list as known is a failure. */
async function prepare(generator: Generator, folder: string): Promise<Failure | undefined> {
  for (const { name, command, args, env } of generator.prepare(folder)) {
    const { ok, output } = await runProgram(command, args, { cwd: folder, ...(env ? { env } : {}) });
    if (!ok) return { stage: name, output };
    const warnings = name === 'generate' ? newWarnings(output, generator.warnings ?? []) : [];
    if (warnings.length > 0) return { stage: 'generate, with a warning', output: warnings.join('\n') };
  }
  return undefined;
}

/** The lines of a generator that warn, without those that are known. */
export function newWarnings(output: string, known: readonly KnownWarning[]): string[] {
  const warnings = output.split('\n').filter((line) => /\bwarn/i.test(line));
  return warnings.filter((line) => !known.some(({ text }) => text.test(line)));
}

async function runJourneys(
  generator: Generator,
  service: Pick<JourneyService, 'url' | 'newKey'>,
  folder: string,
): Promise<Failure | undefined> {
  const journey = generator.journey(folder);
  const today = await runJourney(journey, folder, service.url, await service.newKey(generator.name));
  if (today) return today;
  const proxy = await startTomorrowProxy(service.url);
  try {
    const key = await service.newKey(`${generator.name}, tomorrow`);
    const tomorrow = await runJourney(journey, folder, proxy.url, key);
    if (tomorrow) return { ...tomorrow, stage: `${tomorrow.stage}, with answers of tomorrow` };
    const { fields, words } = proxy.added();
    if (fields === 0 || words === 0) return { stage: 'answers of tomorrow', output: 'no answer was changed' };
    return undefined;
  } finally {
    await proxy.close();
  }
}

async function runJourney(
  { command, args }: Command,
  folder: string,
  url: string,
  key: string,
): Promise<Failure | undefined> {
  const options: CommandOptions = { cwd: folder, env: { HEADWATER_URL: url, HEADWATER_API_KEY: key } };
  const { ok, output, stdout } = await runProgram(command, args, options);
  const taken = stdout.split(/\r?\n/).filter(isStep);
  if (!ok) return { stage: taken.at(-1) ?? 'start', output };
  const left = STEPS.find((step, index) => taken[index] !== step);
  return left === undefined ? undefined : { stage: left, output: `The journey left the step out.\n${output}` };
}

async function versionsOf(generator: Generator, folder: string): Promise<string> {
  const { ok, output } = await runProgram(generator.version.command, generator.version.args, { cwd: folder });
  return ok ? (/\d+\.\d+(?:\.\d+)?[\w.-]*/.exec(output)?.[0] ?? output) : 'unknown version';
}
