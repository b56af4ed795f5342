import type { Subject } from '../conditions/subject.js';
import { MILLISECONDS_PER_DAY } from '../time.js';
import { DAYS_SINCE_ENGAGEMENT, fieldsReader, lastEventAt } from './lead-fields.js';
import type { PredictionModel } from './model.js';
import { type Prediction, predictorOf } from './predict.js';

/** A model compiled for predictions about leads; once per document. */
export interface LeadPredictor {
  /** The probability (0 to 1) that the lead is won, at `subject.now`: the hot path. */
  probabilityOf(subject: Subject): number;
  /** The probability with its explanation. */
  predict(subject: Subject): Prediction;
  /**
   * Instants after `subject.now`, in order, at which time alone can change the probability: those at which the days
   * since the last event pass from one bin of the model into the next. Between them it is constant.
   */
  changeInstants(subject: Subject): number[];
}

export function compileLeadPredictor(model: PredictionModel): LeadPredictor {
  const predictor = predictorOf(model);
  const names = model.fields.map(({ name }) => name);
  const valuesOf = fieldsReader(names);
  const cuts = model.fields.find(({ name }) => name === DAYS_SINCE_ENGAGEMENT)?.cuts ?? [];
  return {
    probabilityOf: (subject) => predictor.probabilityInOrder(valuesOf(subject)),
    predict(subject) {
      const values = valuesOf(subject);
      return predictor.predict(Object.fromEntries(names.map((name, place) => [name, values[place]])));
    },
    changeInstants({ engagement, now }) {
      const last = cuts.length === 0 ? undefined : lastEventAt(engagement);
      if (last === undefined) return [];
      // The first whole millisecond at which the days, with their rounding, are at or beyond the cut.
      return cuts.map((days) => reaching(last, days)).filter((instant) => instant > now);
    },
  };
}

function reaching(last: number, days: number): number {
  const near = last + Math.floor(days * MILLISECONDS_PER_DAY);
  for (let instant = near - 1; ; instant++) if ((instant - last) / MILLISECONDS_PER_DAY >= days) return instant;
}
