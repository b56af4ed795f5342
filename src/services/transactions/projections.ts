import type { DomainEvent } from '../../core/events/events.js';
import type { HandoffEnding, HandoffOffer } from '../../core/leads/handoff.js';
import type { Lead } from '../../core/leads/lead.js';
import type { SlaClock, SpeedToLead } from '../../core/leads/sla.js';
import type { EventOrigin } from '../../db/repositories/events.js';
import type { NewFirstContact } from '../../db/repositories/first-contacts.js';
import type { NewEndedClock } from '../../db/repositories/sla.js';
import type { WriteScope } from '../../db/store.js';
import { ConsentProjections } from './consent-projections.js';
import { SequenceProjections } from './sequence-projections.js';
import { StageProjections } from './stage-projections.js';

/** The members of the events below that rows are made of, as the commands emit them. */
interface ProjectedEvent extends DomainEvent {
  after?: {
    offer?: HandoffOffer;
    handoff?: Omit<HandoffEnding, 'status'>;
    clock?: SlaClock;
    sourceId?: string;
    speedToLead?: SpeedToLead;
  };
}

/** Leads of the transaction: as they were before it, and as they are. */
interface ProjectedLeads {
  loadedOf: (leadId: string) => Lead | undefined;
  find: (leadId: string) => Lead | undefined;
}

/** Rows for lists and reports that follow from the events of a transaction. */
export class Projections {
  private offers: HandoffOffer[] = [];
  private endings: (HandoffEnding & { leadId: string; actorId: string | undefined })[] = [];
  private clocks: NewEndedClock[] = [];
  private restated: Pick<NewEndedClock, 'leadId' | 'clock'>[] = [];
  private contacts = new Map<string, NewFirstContact>();

  private readonly sequences = new SequenceProjections();
  private readonly stages: StageProjections;
  private readonly consents: ConsentProjections;

  /** `now`: the instant of the events, epoch milliseconds. */
  constructor(
    private readonly newId: () => string,
    private readonly now: number,
    leads: ProjectedLeads,
  ) {
    this.stages = new StageProjections({ newId, now, loadedLead: leads.loadedOf });
    this.consents = new ConsentProjections({ newId, now, currentLead: leads.find });
  }

  note(event: DomainEvent, origin: EventOrigin | undefined): void {
    this.sequences.note(event, this.now);
    this.stages.note(event, origin);
    this.consents.note(event, origin);
    READERS[event.type]?.(this, event as ProjectedEvent, origin);
  }

  write(scope: WriteScope): void {
    const { offers, endings, clocks, restated, contacts } = this;
    if (offers.length > 0) scope.defer(scope.handoffs.insert(offers));
    if (endings.length > 0) scope.defer(scope.handoffs.end(endings));
    if (clocks.length > 0) scope.defer(scope.sla.insertClocks(clocks));
    if (restated.length > 0) scope.defer(scope.sla.restateClocks(restated));
    if (contacts.size > 0) scope.defer(scope.firstContacts.save([...contacts.values()]));
    this.sequences.write(scope);
    this.stages.write(scope);
    this.consents.write(scope);
  }

  offered({ after }: ProjectedEvent): void {
    if (after?.offer) this.offers.push(after.offer);
  }

  ended(
    status: HandoffEnding['status'],
    { subjectId: leadId, after }: ProjectedEvent,
    origin: EventOrigin | undefined,
  ): void {
    const actorId = origin?.actorKind === 'api_key' ? origin.actorId : undefined;
    if (after?.handoff) this.endings.push({ ...after.handoff, status, leadId, actorId });
  }

  clockEnded({ subjectId: leadId, after }: ProjectedEvent): void {
    const { clock, sourceId } = after ?? {};
    if (clock && sourceId !== undefined) this.clocks.push({ id: this.newId(), leadId, sourceId, clock });
  }

  clockRestated({ subjectId: leadId, after }: ProjectedEvent): void {
    const { clock } = after ?? {};
    if (clock === undefined) return;
    const isOther = (one: { leadId: string; clock: SlaClock }) =>
      one.leadId !== leadId || one.clock.clock !== clock.clock || one.clock.startedAt !== clock.startedAt;
    this.restated = [...this.restated.filter(isOther), { leadId, clock }];
  }

  contacted({ subjectId: leadId, after }: ProjectedEvent): void {
    if (after?.speedToLead) this.contacts.set(`${leadId}|${after.speedToLead.cycle}`, { leadId, ...after.speedToLead });
  }

  /** Drops the rows of a removed lead. Its stored rows are removed or lose the lead. */
  deleted({ subjectId }: ProjectedEvent): void {
    const others = ({ leadId }: { leadId: string }) => leadId !== subjectId;
    this.offers = this.offers.filter(others);
    this.endings = this.endings.filter(others);
    this.clocks = this.clocks.filter(others);
    this.restated = this.restated.filter(others);
    this.contacts = new Map([...this.contacts].filter(([, contact]) => others(contact)));
  }
}

type Reader = (projections: Projections, event: ProjectedEvent, origin: EventOrigin | undefined) => void;
const ended =
  (status: HandoffEnding['status']): Reader =>
  (projections, event, origin) =>
    projections.ended(status, event, origin);
const clockEnded: Reader = (projections, event) => projections.clockEnded(event);

const READERS: Readonly<Partial<Record<string, Reader>>> = {
  'lead.handoff_offered': (projections, event) => projections.offered(event),
  'lead.handoff_accepted': ended('accepted'),
  'lead.handoff_rejected': ended('rejected'),
  'lead.handoff_timed_out': ended('timed_out'),
  'lead.handoff_withdrawn': ended('withdrawn'),
  'lead.sla_met': clockEnded,
  'lead.sla_breached': clockEnded,
  'lead.sla_cancelled': clockEnded,
  'lead.sla_restated': (projections, event) => projections.clockRestated(event),
  'lead.activity_recorded': (projections, event) => projections.contacted(event),
  'lead.deleted': (projections, event) => projections.deleted(event),
};
