import { setImmediate as nextTurn } from 'node:timers/promises';

interface Waiting<Request, Result> {
  request: Request;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/**
 * Makes one call of `run` of the requests that come in the same turn of the event loop, or while the call before runs, at most
 * `most` at a time. `run` returns the results in the order of the requests. When it fails for several, each is tried alone, so
 * that no request fails because of another.
 */
export function grouped<Request, Result>(
  most: number,
  run: (requests: readonly Request[]) => Promise<readonly Result[]>,
): (request: Request) => Promise<Result> {
  const waiting: Waiting<Request, Result>[] = [];
  let isRunning = false;
  const runWaiting = async () => {
    isRunning = true;
    await nextTurn();
    while (waiting.length > 0) await answer(run, waiting.splice(0, most));
    isRunning = false;
  };
  return (request) =>
    new Promise((resolve, reject) => {
      waiting.push({ request, resolve, reject });
      if (!isRunning) void runWaiting();
    });
}

async function answer<Request, Result>(
  run: (requests: readonly Request[]) => Promise<readonly Result[]>,
  group: readonly Waiting<Request, Result>[],
): Promise<void> {
  try {
    const results = await run(group.map(({ request }) => request));
    for (const [index, { resolve }] of group.entries()) resolve(results[index] as Result);
  } catch (error) {
    if (group.length === 1) return group[0]?.reject(error);
    for (const one of group) await answer(run, [one]);
  }
}
