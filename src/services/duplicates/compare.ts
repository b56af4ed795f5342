import { createHash } from 'node:crypto';
import anyAscii from 'any-ascii';
import type { Lead } from '../../core/leads/lead.js';
import { blockingKeysOf } from '../../core/matching/blocking.js';
import { blockingHash } from '../../core/matching/blocking-hash.js';
import { DEFAULT_MATCH_POLICY } from '../../core/matching/policy.js';
import { type MatchRecord, matchRecordOf, recordOfStored } from '../../core/matching/record.js';
import { type MatchStatistics, NO_STATISTICS, valueCounts } from '../../core/matching/statistics.js';
import { type MatchWeight, type ValueCounts, weigh } from '../../core/matching/weigh.js';
import type { ReadLead } from '../../db/repositories/match-leads.js';
import type { StoredStatistics } from '../../db/repositories/match-statistics.js';

export const POLICY = DEFAULT_MATCH_POLICY;

/** A lead in the form in which it is compared. */
export interface ComparedLead {
  leadId: string;
  keys: readonly number[];
  record: MatchRecord;
}

export function comparedLead(workspaceId: string, { id, facts }: Pick<Lead, 'id' | 'facts'>): ComparedLead {
  const record = matchRecordOf(facts, anyAscii);
  const keys = blockingKeysOf(record).map((key) => blockingHash(workspaceId, key));
  return { leadId: id, keys: [...new Set(keys)].sort((a, b) => a - b), record };
}

export const comparedOfRead = ({ leadId, keys, record }: ReadLead): ComparedLead => ({
  leadId,
  keys: keys.map(Number),
  record: recordOfStored(record),
});

/** Frequent values are kept by a hash, as they name people. */
const valueKey = (value: string): string => createHash('sha256').update(value).digest('base64url').slice(0, 12);

export const hashedStatistics = ({ leads, fields }: MatchStatistics): MatchStatistics => ({
  leads,
  fields: Object.fromEntries(
    Object.entries(fields).map(([field, { frequent, ...rest }]) => {
      const hashed = Object.entries(frequent).map(([value, count]) => [valueKey(value), count]);
      return [field, { ...rest, frequent: Object.fromEntries(hashed) }];
    }),
  ),
});

/** Compares leads by the frequencies of the last scan. Hashes of values are kept for the next comparisons. */
export function comparison(stored: StoredStatistics | undefined): (a: ComparedLead, b: ComparedLead) => MatchWeight {
  const counts: ValueCounts = valueCounts(stored?.statistics ?? NO_STATISTICS, cachedKey());
  return (a, b) => weigh(a.record, b.record, POLICY, counts);
}

const MOST_CACHED = 50_000;

function cachedKey(): (value: string) => string {
  const known = new Map<string, string>();
  return (value) => {
    const found = known.get(value);
    if (found !== undefined) return found;
    if (known.size >= MOST_CACHED) known.clear();
    const key = valueKey(value);
    known.set(value, key);
    return key;
  };
}
