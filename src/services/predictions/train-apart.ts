import { Worker } from 'node:worker_threads';
import type { PackedSample } from '../../core/prediction/learning-table.js';
import type { PresentModel, Training } from '../../core/prediction/train.js';

export interface TrainingTask {
  sample: PackedSample;
  present: PresentModel | undefined;
}

/** The extension of this file: compiled, or a source that the loader of this process runs. */
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const THREAD = new URL(`./training-thread.${extension}`, import.meta.url);

/**
 * Trains in a worker thread: seconds of calculation that no request has to wait for. The sample's buffers move to the thread, so
 * the caller must not use it afterwards. Rejects with the reason of the signal when that is aborted meanwhile.
 */
export function trainApart(task: TrainingTask, signal: AbortSignal | undefined): Promise<Training> {
  const { columns, won, at } = task.sample;
  const transferList = [...columns.map(({ ids }) => ids.buffer), won.buffer, at.buffer] as ArrayBuffer[];
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const thread = new Worker(THREAD, { workerData: task, transferList });
    const abort = () => {
      reject(signal?.reason);
      void thread.terminate();
    };
    signal?.addEventListener('abort', abort);
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => {
      signal?.removeEventListener('abort', abort);
      reject(new Error(`the training ended with ${code} and no answer`));
    });
  });
}
