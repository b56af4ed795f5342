import t from 'tap';
import { compileRoutingPolicy } from '../../src/core/assignment/policy.js';
import { createAssignmentState } from '../../src/core/assignment/state.js';
import { Batch } from '../../src/core/batch/batch.js';
import { compileClassificationPolicy } from '../../src/core/classification/classify.js';
import { execute, refusalOf } from '../../src/core/commands/execute.js';
import type { Command } from '../../src/core/commands/table.js';
import { DEFAULT_CLASSIFICATION_POLICY } from '../../src/core/defaults/classification-policy.js';
import { DEFAULT_LIFECYCLE } from '../../src/core/defaults/lifecycle.js';
import { DEFAULT_SCORE_MODEL } from '../../src/core/defaults/score-model.js';
import type { LeadJob } from '../../src/core/jobs/job.js';
import { compileScoreModel } from '../../src/core/scoring/compile.js';
import { newTask } from '../../src/core/tasks/task.js';
import { NAMED_SOURCES } from './named-sources.js';

const NOW = Date.UTC(2026, 0, 15);
const DUE = NOW + 3_600_000;

/** A batch with an open lead and what was recorded in it since. */
function open(now = NOW) {
  let count = 0;
  const newId = () => String(++count).padStart(6, '0');
  const policy = { rules: [], fallbackTeamId: 'world' };
  const assignment = createAssignmentState(compileRoutingPolicy(policy, 1), {
    reps: new Map(),
    teams: [],
    ledgers: [],
  });
  const batch = new Batch({
    basis: {
      scoreModelFor: () => ({ version: 1, compiled: compileScoreModel(DEFAULT_SCORE_MODEL) }),
      classification: { version: 1, compiled: compileClassificationPolicy(DEFAULT_CLASSIFICATION_POLICY) },
      assignment,
      lifecycle: DEFAULT_LIFECYCLE,
      sourceOf: () => undefined,
    },
    sources: NAMED_SOURCES,
    now,
    newId,
  });
  const events: string[] = [];
  batch.emitTo(({ type, subjectId }) => void events.push(`${type} ${subjectId}`));
  const apply = <One extends Command>(command: One) => {
    const refusal = refusalOf(batch, command);
    if (refusal) return refusal.code;
    execute(batch, command);
    return undefined;
  };
  const { lead } = execute(batch, {
    type: 'submission',
    facts: { kind: 'person', email: 'ada@tasks.example', emailNormalized: 'ada@tasks.example' },
    keys: [{ kind: 'email', value: 'ada@tasks.example' }],
    fillOnly: false,
    source: { channel: 'web_form', name: 'Form' },
    raw: {},
  });
  batch.takeChanges();
  events.length = 0;
  return { batch, events, apply, leadId: lead.id };
}

const stored = (id: string, leadId: string) =>
  newTask({ id, leadId, kind: 'call', title: 'Call', dueAt: DUE }, NOW - 1_000);

t.test('a lead that is closed ends the tasks that it has open by then, stored or new, and no others', async (t) => {
  const { batch, events, apply, leadId } = open();
  batch.tasks.load(stored('a', leadId));
  batch.tasks.load({ ...stored('b', leadId), status: 'done' });
  t.equal(apply({ type: 'create_task', leadId, kind: 'email', title: 'Write', dueAt: DUE }), undefined);
  t.equal(apply({ type: 'disqualify', leadId, reason: 'wrong_fit', actorId: 'ada' }), undefined);
  t.equal(apply({ type: 'create_task', leadId, kind: 'other', title: 'File it', dueAt: DUE }), undefined);
  const { tasksInserted, tasksReplaced, timersSet, timersCleared } = batch.takeChanges();
  t.strictSame(
    tasksReplaced.map(({ id, status, note, version }) => ({ id, status, note, version })),
    [{ id: 'a', status: 'skipped', note: 'lead_closed', version: 2 }],
  );
  t.strictSame(
    tasksInserted.map(({ title, status }) => [title, status]),
    [
      ['Write', 'skipped'],
      ['File it', 'open'],
    ],
  );
  const filed = tasksInserted[1]?.id ?? '';
  t.strictSame(
    timersSet.filter(({ kind }) => kind === 'task_overdue'),
    [{ kind: 'task_overdue', subjectId: filed, dueAt: DUE }],
    'a task that ended in the same transaction gets no timer',
  );
  t.strictSame(
    timersCleared.filter(({ kind }) => kind === 'task_overdue'),
    [{ kind: 'task_overdue', subjectId: 'a' }],
  );
  const written = tasksInserted[0]?.id ?? '';
  t.strictSame(
    events.filter((event) => event.startsWith('task.')),
    [`task.created ${written}`, `task.skipped ${written}`, 'task.skipped a', `task.created ${filed}`],
  );
});

t.test('the timer of a task has its effect once, and is corrected when it is not due', async (t) => {
  const { batch, events, apply, leadId } = open(DUE);
  batch.tasks.load(stored('due', leadId));
  batch.tasks.load({ ...stored('later', leadId), dueAt: DUE + 1 });
  for (const taskId of ['due', 'due', 'later', 'gone']) apply({ type: 'task_overdue', taskId });
  t.strictSame(events, ['task.overdue due']);
  const { tasksReplaced, timersSet, timersCleared } = batch.takeChanges();
  t.strictSame(
    tasksReplaced.map(({ id, overdueAt }) => [id, overdueAt]),
    [['due', DUE]],
  );
  t.strictSame(timersSet, [{ kind: 'task_overdue', subjectId: 'later', dueAt: DUE + 1 }]);
  t.strictSame(timersCleared.map(({ subjectId }) => subjectId).sort(), ['due', 'gone']);
});

t.test('a job passes a lead only while its process holds it, and right after the lead before', async (t) => {
  const { batch, apply, leadId } = open();
  const sums = { leadsDecided: 0, scoresChanged: 0, classesChanged: 0 };
  const job: LeadJob = {
    id: 'job',
    version: 3,
    kind: 'rescore',
    holder: 'p',
    cursor: { ...sums, afterId: '0' },
    done: 7,
  };
  batch.jobs.load(job);
  const snapshot = { lead: batch.leads.get(leadId), engagement: [], compared: '' };
  const step = { type: 'rescore', jobId: 'job', leadId, snapshot } as const;
  t.equal(apply({ ...step, holder: 'another', afterId: '0' }), 'conflict');
  t.equal(apply({ ...step, holder: 'p', afterId: leadId }), 'conflict', 'the slice before has failed');
  t.equal(apply({ ...step, jobId: 'ended', holder: 'p', afterId: '0' }), 'conflict');
  t.strictSame(batch.takeChanges().jobs, [], 'a refused step leaves nothing');
  t.equal(apply({ ...step, holder: 'p', afterId: '0' }), undefined);
  t.equal(apply({ ...step, holder: 'p', afterId: '0' }), 'conflict', 'it has passed the lead');
  t.strictSame(batch.takeChanges().jobs, [{ ...job, version: 4, done: 8, cursor: { ...sums, afterId: leadId } }]);
});
