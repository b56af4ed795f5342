import { sourceStack } from '../../source-frames.js';

/** What the kernel needs of a logger; pino has it. */
export interface Log {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

const MAX_CAUSES = 5;
const MAX_MESSAGE = 300;
const QUOTED = /"[^"]*"|'[^']*'|`[^`]*`/g;
const ADDRESS = /[^\s@]+@[^\s@]+/g;

interface Fault {
  name: string;
  code?: string;
  constraint?: string;
  message: string;
  at: string[];
}

/**
 * An error and its causes, by allow-list. Messages of databases and parsers quote the values they stumble over, and
 * drivers append parameters: what is quoted, what looks like an address, and everything after `params:` is left out.
 */
export function faultForLog(thrown: unknown): Fault[] {
  const faults: Fault[] = [];
  let error = thrown;
  while (error instanceof Error && faults.length < MAX_CAUSES) {
    faults.push(describe(error));
    error = error.cause;
  }
  return faults.length > 0 ? faults : [{ name: typeof thrown, message: 'not an Error', at: [] }];
}

function describe(error: Error): Fault {
  const fault: Fault = { name: error.name, message: withoutValues(error.message), at: frames(error) };
  if ('code' in error && typeof error.code === 'string') fault.code = error.code;
  if ('constraint' in error && typeof error.constraint === 'string') fault.constraint = error.constraint;
  return fault;
}

function withoutValues(message: string): string {
  const [head = ''] = message.split(/\bparams:/, 1);
  return head.replace(QUOTED, '…').replace(ADDRESS, '…').slice(0, MAX_MESSAGE).trim();
}

function frames(error: Error): string[] {
  const lines = sourceStack(error.stack ?? '').split('\n');
  return lines.filter((line) => line.startsWith('    at ')).map((line) => line.trim());
}
