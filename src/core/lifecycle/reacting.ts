import type { DomainEvent } from '../events.js';
import type { DecisionBasis } from '../ingest/decide.js';
import type { Entry } from '../ingest/entries.js';
import type { Lead } from '../leads/lead.js';
import { isClosing } from './closing.js';
import type { LifecycleCommand } from './commands.js';
import { react } from './reactions.js';

interface Host {
  basis: DecisionBasis;
  now: number;
  find: (leadId: string) => Entry | undefined;
  /** Makes it the lead's next state, without noting it as a change. */
  place: (entry: Entry, lead: Lead) => void;
  execute: (command: LifecycleCommand, emit: (event: DomainEvent) => void) => unknown;
}

/** Reactions to reactions end by themselves; this says so if they ever do not. */
const ROUNDS = 10;

/** Notes which leads a command changes, and lets what follows from that follow. */
export class Reacting {
  private noted = new Map<string, Lead | undefined>();

  constructor(private readonly host: Host) {}

  get isQuiet(): boolean {
    return this.noted.size === 0;
  }

  /** A lead changes. Of leads without a lifecycle it is noted only that they close while no policy asks for anything. */
  note(before: Lead, after: Lead): void {
    const lives = before.lifecycle !== undefined || after.lifecycle !== undefined;
    if (!this.host.basis.lifecycle.reacts && !lives && !isClosing(before, after)) return;
    if (!this.noted.has(after.id)) this.noted.set(after.id, before);
  }

  noteNew(leadId: string): void {
    if (this.host.basis.lifecycle.reacts) this.noted.set(leadId, undefined);
  }

  /** Carries out everything that follows from what was noted. */
  settle(emit: (event: DomainEvent) => void): void {
    for (let round = 0; this.noted.size > 0; round++) {
      if (round === ROUNDS) throw new Error('reactions of the lifecycle do not come to an end');
      const noted = this.noted;
      this.noted = new Map();
      for (const [leadId, before] of noted) this.reactTo(leadId, before, emit);
    }
  }

  private reactTo(leadId: string, before: Lead | undefined, emit: (event: DomainEvent) => void): void {
    const { basis, now, find, place, execute } = this.host;
    const entry = find(leadId);
    if (entry === undefined) return;
    const { lead, engagement } = entry;
    const reacted = react({ before, lead, engagement, basis, now });
    if (reacted === undefined) return;
    // A command that follows is no reason to write more of the lead.
    if (reacted.lead !== lead) place(entry, reacted.lead);
    for (const event of reacted.events) emit(event);
    for (const command of reacted.next) execute(command, emit);
  }
}
