/** A process with an embedded server, to be killed: `embedded-child <data folder>` prints one JSON line when it knows. */
import { startEmbedded } from '../../src/db/embedded/server.js';
import { StartError } from '../../src/db/start-error.js';
import { connectionUrl } from './server.js';

const [dataDir = ''] = process.argv.slice(2);
try {
  const server = await startEmbedded({ dataDir });
  process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
  console.log(JSON.stringify({ url: connectionUrl(server.connection), socketFolder: server.connection.host }));
  setInterval(() => undefined, 60_000);
} catch (error) {
  console.log(JSON.stringify({ refusal: error instanceof StartError ? error.message : String(error) }));
  process.exitCode = 1;
}
