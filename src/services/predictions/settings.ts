import type { PredictionSettings } from '../../core/prediction/trained-model.js';
import type { IfMatch } from '../../core/refusals.js';
import { MILLISECONDS_PER_DAY } from '../../core/time.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { Store, WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { changedFields, checkVersion } from '../versions.js';
import type { Write } from '../writes.js';

export const SETTINGS_LIMITS = { days: 365, outcomes: 100_000 } as const;

export type PredictionSettingsService = ReturnType<typeof predictionSettingsService>;

/** Settings of a workspace that has stored none. */
const DEFAULTS: PredictionSettings = { version: 1, retrainEveryDays: 7, minimumNewOutcomes: 50 };

export function predictionSettingsService(store: Store, write: Write) {
  return {
    get: (workspaceId: string): Promise<PredictionSettings> => readSettings(store.read(workspaceId)),
    update(
      context: WriteContext,
      ifMatch: IfMatch,
      patch: Partial<Omit<PredictionSettings, 'version'>>,
    ): Promise<PredictionSettings> {
      return write(context, async (scope) => {
        const before = await readSettings(scope);
        checkVersion(before, ifMatch);
        const difference = changedFields(before, patch);
        if (!difference) return before;
        const after = { ...before, ...patch, version: before.version + 1 };
        await scope.predictionSettings.save(after, new Date(scope.now));
        await scheduleTraining(scope, after);
        scope.emit({
          type: 'prediction_settings.updated',
          subjectKind: 'prediction_settings',
          subjectId: scope.workspaceId,
          cause: 'api',
          ...difference,
        });
        return after;
      });
    },
  };
}

export async function readSettings(repositories: Repositories): Promise<PredictionSettings> {
  const row = await repositories.predictionSettings.find();
  if (!row) return DEFAULTS;
  const { version, retrainEveryDays, minimumNewOutcomes } = row;
  return { version, retrainEveryDays, minimumNewOutcomes };
}

/** Sets the timer of the next scheduled training, or clears it. */
export async function scheduleTraining(
  scope: WriteScope,
  { retrainEveryDays }: Pick<PredictionSettings, 'retrainEveryDays'> = DEFAULTS,
): Promise<void> {
  const timer = { kind: 'prediction_training', subjectId: scope.workspaceId } as const;
  if (retrainEveryDays === null) await scope.timers.clear([timer]);
  else await scope.timers.set([{ ...timer, dueAt: scope.now + retrainEveryDays * MILLISECONDS_PER_DAY }]);
}
