import { spawn } from 'node:child_process';
import type { Launcher } from './account.js';

/** Ends a postmaster when this process has ended for any reason. */
export interface Watchdog {
  guard(pid: number): void;
  /** Called when the postmaster has ended. */
  release(): void;
}

/**
 * First line: the pid to guard. A second line releases; end of input without it means that the process at the other end of the
 * pipe died, which the kernel reports even after kill -9. Fast shutdown, after 6 s immediate shutdown, after 8 s SIGKILL.
 */
const SCRIPT = `
trap '' HUP INT TERM PIPE
read -r pid || exit 0
read -r word && exit 0
kill -INT "$pid" 2>/dev/null || exit 0
tick=0
while kill -0 "$pid" 2>/dev/null; do
  tick=$((tick + 1))
  [ "$tick" -eq 60 ] && kill -QUIT "$pid" 2>/dev/null
  [ "$tick" -ge 80 ] && { kill -KILL "$pid" 2>/dev/null; exit 0; }
  sleep 0.1
done
`;

/** Started before the postmaster and given its pid at once, so that the postmaster is always guarded. */
export function startWatchdog(launcher: Launcher): Watchdog {
  const { command, args, options } = launcher.wrap('/bin/sh', ['-c', SCRIPT, 'headwater-watchdog']);
  const child = spawn(command, args, { ...options, detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  // A watchdog that cannot run or was killed must not end the service.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();
  return {
    guard: (pid) => void child.stdin.write(`${pid}\n`),
    release: () => void child.stdin.end('released\n'),
  };
}
