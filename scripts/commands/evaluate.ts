/** `headwater evaluate <file>` measures the predictive score on a table of won and lost outcomes. */
import type { Command } from '../../src/command.js';
import { startProgress } from '../client/progress.js';
import { readData } from '../evaluate/data.js';
import { readOptions, USAGE } from '../evaluate/options.js';
import { reportJson, reportText } from '../evaluate/report.js';
import { runSplit } from '../evaluate/run.js';

async function evaluate(args: string[]): Promise<number> {
  const options = readOptions(args);
  const data = await readData(options);
  const progress = startProgress('Evaluating', data.splits.length, 'splits');
  const results = data.splits.map((split) => {
    const result = runSplit(data, split, options.keepLeaky);
    progress.advance(1);
    return result;
  });
  progress.stop();
  console.log(options.json ? reportJson(results) : reportText(options, data, results));
  return 0;
}

export const command: Command = { usage: USAGE, run: evaluate };
