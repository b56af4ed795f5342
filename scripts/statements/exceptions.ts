import type { RecordedStatement } from '../../test/support/statement-recorder.js';

interface Exception {
  /** Found in the text with all space as single blanks, in lower case and without quotes. */
  text: RegExp;
  reason: string;
}

/** Statements over all workspaces, each with what makes it harmless. */
const POLL =
  'a poll of what is due; workspace by workspace while a server does not answer (`src/db/workspace-polls.ts`)';
const PURGE = 'a purge, which waits for the next round while a server does not answer';
const FIGURES = 'figures of `/metrics`, absent while a server does not answer';
const EPOCH = 'once after the database was restored';
const TEST = 'of a test, over the pool of its service';

export const EXCEPTIONS: readonly Exception[] = [
  { text: /^select due_at, workspace_id, kind, subject_id from timers where due_at <= /, reason: POLL },
  { text: /^select workspace_id, id from operations where \(operations\.due_at <= /, reason: POLL },
  { text: /^select workspace_id, id from segments where segments\.pass_due_at <= /, reason: POLL },
  {
    text: /^select workspace_id as workspaceid from (?:consent_passes|stage_change_passes|lead_step_passes l where not exists \(.*\)) order by workspace_id limit /,
    reason: POLL,
  },
  { text: /^select workspace_id as workspaceid from targets where check_due_at <= /, reason: POLL },
  { text: /^select e\.workspace_id as workspaceid, e\.id as endpointid from webhook_endpoints e /, reason: POLL },
  {
    text: /^update (?:connector_backfills|connector_payloads) set next_attempt_at = \$1 where \(?true and /,
    reason: POLL,
  },
  {
    text: /^delete from \w+ where \((workspace_id[a-z_, ]*)\) in \(select \1 from \w+ (?:d )?where .* limit \$\d\)/,
    reason: PURGE,
  },
  { text: /^select workspace_id as workspaceid, id from imports where created_at < /, reason: PURGE },
  { text: /^select workspace_id, segment_id.* from removed_segments$/, reason: PURGE },
  { text: /^select 'leads' as name, category as label, /, reason: FIGURES },
  { text: /^select 'jobs' as name, state as label, /, reason: FIGURES },
  { text: /^update workspaces set feed_epoch = \$1$/, reason: EPOCH },
  { text: /^select from workspaces where feed_epoch is not null$/, reason: TEST },
  { text: /^select 1 from \w+ as stored where stored::text like any\(/, reason: TEST },
  { text: /^select \(select count\(\*\) from headwater_migrations\) as /, reason: TEST },
  { text: /^select w\.event_sequence as head, /, reason: TEST },
  { text: /^update webhook_endpoints set enabled = false where id <> /, reason: TEST },
  { text: /^insert into segment_versions select \$1, /, reason: TEST },
  { text: /^insert into (?:forms|connectors|webhook_endpoints) select \(json_populate_record\(e, /, reason: TEST },
  { text: /^update idempotency_keys set body = '', erased_at = now\(\) where key = /, reason: TEST },
  { text: /^update operations set cursor = '\{afterid: nowhere\}', /, reason: TEST },
  { text: /^select (?:id from api_keys|key(?:, body)? from idempotency_keys) where principal_id = /, reason: TEST },
  {
    text: /^-- (?:a chain of rotations is one principal|the answers of the last day follow it|answers to visitors are kept)/,
    reason: 'a migration that a test sends again',
  },
  {
    text: /^select id, event_sequence as last from workspaces where id = any\(/,
    reason: 'the ends of several logs; one by one while a server does not answer',
  },
  {
    text: /^select id, name, .* from workspaces(?: where \(?workspaces\.(?:id <|clock_offset is)[^;]*)? order by workspaces\.id desc limit /,
    reason: 'the list of workspaces, for operators',
  },
  {
    text: /^select exists \(select from api_keys where allowed_origins <> /,
    reason: 'a preflight names an origin and no key',
  },
];

export function exceptionOf({ text, pooled }: RecordedStatement): string | undefined {
  if (!pooled) return 'of a test or a command';
  const plain = text.toLowerCase().replaceAll('"', '').replace(/\s+/g, ' ').trim();
  return EXCEPTIONS.find((exception) => exception.text.test(plain))?.reason;
}
