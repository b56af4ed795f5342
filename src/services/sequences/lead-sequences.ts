import { subjectNow } from '../../core/conditions/subject.js';
import type { Lead } from '../../core/leads/lead.js';
import type { LeaveReason, SequenceRun } from '../../core/leads/sequence-runs.js';
import { isOfKind } from '../../core/policies/policy.js';
import { forecast } from '../../core/sequences/advance.js';
import type { StoredSequenceRun, StoredSequenceStep } from '../../db/repositories/sequences.js';
import type { Store } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import type { LeadAt } from '../leads/handoffs.js';
import { readLeadState } from '../leads/subjects.js';
import { compileSequenceVersion } from '../policies/sequences.js';
import type { Transactions } from '../transactions/request.js';
import { orNotFound } from '../versions.js';
import type { WorkspaceTime } from '../workspace-time.js';

/** Most stays returned for one lead. */
const MOST_STAYS = 50;
/** Most coming steps returned for one stay. */
const MOST_COMING = 50;

export type ComingStep = ReturnType<typeof forecast>['steps'][number];

/** A stay of a lead in a sequence. */
export interface SequenceStay {
  stored: StoredSequenceRun;
  /** The name of the published version; absent without one. */
  name: string | undefined;
  /** Absent: it has left. */
  run: SequenceRun | undefined;
  pastSteps: StoredSequenceStep[];
  comingSteps: ComingStep[];
  endsAt: number | undefined;
  endsBy: LeaveReason | undefined;
}

export type LeadSequencesService = ReturnType<typeof leadSequencesService>;

interface LeadSequencesOptions {
  store: Store;
  transactions: Transactions;
  timeOf: WorkspaceTime;
}

/** The sequences of leads: where a lead is, the steps that came and those that come. */
export function leadSequencesService({ store, transactions, timeOf }: LeadSequencesOptions) {
  return {
    enter: (context: WriteContext, lead: LeadAt, key: string): Promise<Lead> =>
      transactions.execute(context, { type: 'enter_sequence', ...lead, key }, (result) => result.lead),
    leave: (context: WriteContext, lead: LeadAt, of: { key: string; note?: string | undefined }): Promise<Lead> =>
      transactions.execute(context, { type: 'leave_sequence', ...lead, ...of }, (result) => result.lead),
    /** The latest stays of a lead, newest first. */
    async ofLead(workspaceId: string, leadId: string): Promise<{ leadId: string; stays: SequenceStay[] }> {
      const read = store.read(workspaceId);
      const [{ lead, engagement, source }, { runs, steps }, published, workspace, now] = await Promise.all([
        readLeadState(read, leadId),
        read.sequences.ofLead(leadId, MOST_STAYS),
        read.policies.published(),
        read.workspaces.find(),
        timeOf(workspaceId),
      ]);
      const { timeZone } = orNotFound(workspace, 'workspace');
      const moment = {
        subject: subjectNow(lead, { source, engagement, now }),
        sends: lead.lifecycle?.sequences?.sends ?? {},
      };
      const stays = runs.map(async (stored): Promise<SequenceStay> => {
        const isIt = ({ key, stay }: SequenceRun) => key === stored.sequence && stay === stored.stay;
        const run = lead.lifecycle?.sequences?.runs.find(isIt);
        const version = published
          .filter(isOfKind('sequence'))
          .find(({ productLine }) => productLine === stored.sequence);
        const compiled = run && version && (await compileSequenceVersion(version, timeZone, now));
        const ahead = compiled && forecast(compiled, run, moment, MOST_COMING);
        return {
          stored,
          name: version?.name,
          run,
          pastSteps: steps.filter(({ sequence, stay }) => sequence === stored.sequence && stay === stored.stay),
          comingSteps: ahead?.steps ?? [],
          endsAt: ahead?.endsAt,
          endsBy: ahead?.left,
        };
      });
      return { leadId, stays: await Promise.all(stays) };
    },
  };
}
