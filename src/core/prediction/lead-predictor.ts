import type { Subject } from '../conditions/subject.js';
import { zoneOfDays } from '../conditions/zone-days.js';
import { MILLISECONDS_PER_DAY, parseInstant } from '../time.js';
import { dateOfField, fallingBelow } from './attribute-fields.js';
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
   * since the last event, or until a date, pass from one bin of the model into the next. Between them it is constant.
   */
  changeInstants(subject: Subject): number[];
}

export function compileLeadPredictor(model: PredictionModel): LeadPredictor {
  const predictor = predictorOf(model);
  const names = model.fields.map(({ name }) => name);
  const valuesOf = fieldsReader(names, zoneOfDays(model));
  const cuts = model.fields.find(({ name }) => name === DAYS_SINCE_ENGAGEMENT)?.cuts ?? [];
  const dated = model.fields.flatMap(({ name, cuts: days = [] }) => {
    const attribute = dateOfField(name);
    return attribute === undefined || days.length === 0 ? [] : [{ attribute, cuts: days }];
  });
  return {
    probabilityOf: (subject) => predictor.probabilityInOrder(valuesOf(subject)),
    predict(subject) {
      const values = valuesOf(subject);
      return predictor.predict(Object.fromEntries(names.map((name, place) => [name, values[place]])));
    },
    changeInstants({ engagement, facts, now }) {
      const last = cuts.length === 0 ? undefined : lastEventAt(engagement);
      // The first whole millisecond at which the days, with their rounding, are at or beyond the cut.
      const instants = last === undefined ? [] : cuts.map((days) => reaching(last, days));
      for (const { attribute, cuts: days } of dated) {
        const value = facts.attributes?.[attribute];
        const date = typeof value === 'string' ? parseInstant(value) : undefined;
        if (date !== undefined) instants.push(...days.map((count) => fallingBelow(date, count)));
      }
      return instants.filter((instant) => instant > now).sort((a, b) => a - b);
    },
  };
}

function reaching(last: number, days: number): number {
  const near = last + Math.floor(days * MILLISECONDS_PER_DAY);
  for (let instant = near - 1; ; instant++) if ((instant - last) / MILLISECONDS_PER_DAY >= days) return instant;
}
