import type { TaskKind } from './tasks.js';

/** A task to be made. Instants are epoch milliseconds. */
export interface NewTask {
  id: string;
  leadId: string;
  kind: TaskKind;
  title: string;
  description?: string | undefined;
  dueAt: number;
  repId?: string | undefined;
  templateKey?: string | undefined;
  playbookVersion?: number | undefined;
}
