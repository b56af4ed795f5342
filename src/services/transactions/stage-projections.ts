import type { DomainEvent } from '../../core/events/events.js';
import type { Lead } from '../../core/leads/lead.js';
import { isChange } from '../../core/lifecycle/stage-history.js';
import { StageProgress, type StageStep } from '../../core/lifecycle/stage-progress.js';
import { withRecordedHistory } from '../../core/replay/recorded-history.js';
import type { EventOrigin } from '../../db/repositories/events.js';
import type { CorrectedStage, NewStageChange } from '../../db/repositories/stage-changes.js';
import type { WriteScope } from '../../db/store.js';

interface StageProjectionsOptions {
  newId: () => string;
  /** The instant of the events, epoch milliseconds. */
  now: number;
  /** The lead as it was before the transaction; undefined for a new lead. */
  loadedLead: (leadId: string) => Lead | undefined;
}

/** Rows of the changes of leads between stages that follow from the events of a transaction. */
export class StageProjections {
  private progress = new Map<string, StageProgress>();
  private changes: NewStageChange[] = [];
  private corrected: CorrectedStage[] = [];

  constructor(private readonly options: StageProjectionsOptions) {}

  note(event: DomainEvent, origin: EventOrigin | undefined): void {
    const { type, subjectId: leadId, cause, before, after } = event;
    if (type === 'lead.deleted') this.forget(leadId);
    if (event.subjectKind !== 'lead' || !READ.has(type)) return;
    const progress = this.progressOf(leadId);
    const read = { type, cause, actorId: origin?.actorId ?? 'system', occurredAt: this.options.now, before, after };
    for (const part of withRecordedHistory(read)) {
      const step = progress.add(part);
      if (step?.correctsStage) this.correct(leadId, step);
      else if (step && isChange(step)) this.changes.push({ ...step, id: this.options.newId(), leadId });
    }
  }

  write(scope: WriteScope): void {
    const { changes, corrected } = this;
    if (corrected.length > 0) scope.defer(scope.stageChanges.correct(corrected));
    if (changes.length > 0) scope.defer(scope.stageChanges.insert(changes));
  }

  private progressOf(leadId: string): StageProgress {
    const known = this.progress.get(leadId);
    if (known) return known;
    const lead = this.options.loadedLead(leadId);
    const progress = lead ? StageProgress.of(lead) : StageProgress.ofNewLead();
    this.progress.set(leadId, progress);
    return progress;
  }

  private correct(leadId: string, { at, stage }: StageStep): void {
    const last = this.changes.findLast((change) => change.leadId === leadId);
    if (last) last.stage = stage;
    else this.corrected.push({ leadId, at, stage });
  }

  /** The removal of a lead deletes its stored rows. */
  private forget(leadId: string): void {
    const others = (one: { leadId: string }) => one.leadId !== leadId;
    this.changes = this.changes.filter(others);
    this.corrected = this.corrected.filter(others);
  }
}

const READ: ReadonlySet<string> = new Set([
  'lead.created',
  'lead.classified',
  'lead.stage_changed',
  'lead.conversion_undone',
  'lead.restored',
  'lead.history_recorded',
]);
