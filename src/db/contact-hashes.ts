import { createHmac } from 'node:crypto';

/** A normalised address, domain or external id. */
export interface Contact {
  kind: string;
  value: string;
}

/** Keyed hashes of addresses. Without the key of the deployment nobody can try which address a hash is of. */
export interface ContactHashes {
  /** Of an address in a workspace: another workspace has another hash of the same address. */
  of(workspaceId: string, contact: Contact): string;
}

export function createContactHashes(secret: string): ContactHashes {
  return {
    of: (workspaceId, { kind, value }) =>
      createHmac('sha256', secret).update(`${workspaceId}\n${kind}\n${value}`).digest('base64url'),
  };
}
