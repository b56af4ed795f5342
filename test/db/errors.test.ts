import t from 'tap';
import { databaseFailure, isAborted, isOutage } from '../../src/db/errors.js';

const sql = (code: string) => Object.assign(new Error('of the server'), { code });
/** Errors of a copy to another server, as Citus reports them. */
const remote = (message: string) => Object.assign(new Error(message), { code: 'XX000' });
const CASES: [error: unknown, kind: string | undefined, outage: boolean][] = [
  [sql('25006'), 'read_only', true],
  [sql('53100'), 'disk_full', true],
  [sql('53200'), 'exhausted', true],
  [sql('53300'), 'exhausted', true],
  [sql('57P01'), 'unavailable', true],
  [sql('57P02'), 'unavailable', true],
  [sql('57P03'), 'unavailable', true],
  [sql('25P03'), 'unavailable', true],
  [sql('08006'), 'unavailable', true],
  [sql('28P01'), 'unavailable', true],
  [sql('3D000'), 'unavailable', true],
  [sql('58030'), 'unavailable', true],
  [sql('57014'), 'timeout', false],
  [sql('55P03'), 'contention', false],
  [sql('40001'), 'contention', false],
  [sql('40P01'), 'contention', false],
  [sql('22008'), 'data', false],
  [sql('42P01'), 'other', false],
  [remote('duplicate key value violates unique constraint "lead_keys_pkey_102144"'), 'unique', false],
  [remote('insert or update on table "touches_102" violates foreign key constraint "x"'), 'foreign_key', false],
  [remote('connection to the remote node worker-1:5432 failed with the following error: timeout'), 'unavailable', true],
  [remote('server closed the connection unexpectedly'), 'unavailable', true],
  [remote('terminating connection due to administrator command'), 'unavailable', true],
  [remote('could not extend file "base/1": No space left on device'), 'disk_full', true],
  [remote('canceling statement due to statement timeout'), 'timeout', false],
  [remote('canceling statement due to lock timeout'), 'contention', false],
  [remote('cache lookup failed for relation 4711'), 'other', false],
  [sql('ECONNREFUSED'), 'unavailable', true],
  [sql('EHOSTUNREACH'), 'unavailable', true],
  [sql('ENOTFOUND'), 'unavailable', true],
  [new Error('Query read timeout'), 'hung', true],
  [new Error('timeout expired'), 'unavailable', true],
  [new Error('Connection terminated due to connection timeout'), 'unavailable', true],
  [new Error('Connection terminated unexpectedly'), 'unavailable', true],
  [new Error('Client has encountered a connection error and is not queryable'), 'unavailable', true],
  [new Error('timeout exceeded when trying to connect'), 'unavailable', true],
  [new Error('something else'), undefined, false],
  [undefined, undefined, false],
];

t.test('what a database error means', async (t) => {
  for (const [error, kind, outage] of CASES) {
    const name = error instanceof Error ? `${Reflect.get(error, 'code') ?? error.message}` : String(error);
    t.equal(databaseFailure(error)?.kind, kind, name);
    t.equal(isOutage(databaseFailure(error)), outage, name);
    if (kind !== undefined) {
      const wrapped = new Error('Failed query', { cause: error });
      t.equal(databaseFailure(wrapped)?.kind, kind, `${name}, wrapped by the query builder`);
    }
  }
  t.match(databaseFailure(Object.assign(sql('23505'), { constraint: 'leads_pk_102008' })), { constraint: 'leads_pk' });
  const duplicate = remote('duplicate key value violates unique constraint "lead_keys_pkey_102144"');
  t.match(databaseFailure(duplicate), { constraint: 'lead_keys_pkey' });
  t.ok(isAborted(new Error('Failed query', { cause: sql('25P02') })));
  t.notOk(isAborted(sql('25006')));
});
