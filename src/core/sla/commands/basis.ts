import type { DecisionBasis } from '../../batch/evaluation.js';
import { type Subject, subjectNow } from '../../conditions/subject.js';
import type { EngagementFact } from '../../engagement.js';
import type { Lead } from '../../leads/lead.js';
import type { SlaBasis } from '../changes.js';
import type { CalendarOf } from '../clock.js';

/** The input of the clocks of a lead, taken from the basis of decisions in the workspace. */
export function slaBasisOf(
  lead: Lead,
  { basis, engagement, now }: { basis: DecisionBasis; engagement: readonly EngagementFact[]; now: number },
): SlaBasis {
  const { sla } = basis.lifecycle;
  const calendarOf: CalendarOf = ({ hours, ownerId }) => {
    if (hours === 'always') return undefined;
    if (hours === 'lead') return sla.leadCalendar(lead.facts.timeZone);
    return ownerId === undefined ? undefined : basis.assignment.rep(ownerId)?.calendar;
  };
  const subject = (): Subject => subjectNow(lead, { source: basis.sourceOf(lead), engagement, now });
  return { policy: sla, calendarOf, subject, now };
}
