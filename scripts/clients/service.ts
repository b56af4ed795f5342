import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configOf } from '../client/connection.js';
import { openLocalApp } from '../client/database.js';
import { createHttpClient } from '../client/http-client.js';
import { createWorkspace } from '../demo/setup.js';

/** A running service that makes an empty workspace for each journey. */
export interface JourneyService {
  url: string;
  /** Creates a workspace; returns its admin key. */
  newKey(name: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts a service on 127.0.0.1 with an embedded PostgreSQL in a temporary folder. `close` removes both. */
export async function startJourneyService(): Promise<JourneyService> {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-clients-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  try {
    const opened = await openLocalApp(configOf({ HEADWATER_DATA_DIR: folder }));
    const close = async () => {
      await opened.close();
      removeFolder();
    };
    const url = await opened.app.server.listen({ host: '127.0.0.1', port: 0 });
    return { url, newKey: workspaceKeys(url, opened.firstKey?.token ?? ''), close };
  } catch (error) {
    removeFolder();
    throw error;
  }
}

export function workspaceKeys(url: string, adminKey: string): (name: string) => Promise<string> {
  const client = createHttpClient({ url, key: adminKey });
  return async (name) => (await createWorkspace(client, name)).key;
}
