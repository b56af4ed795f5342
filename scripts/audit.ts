/**
 * `npm run audit` checks runtime packages for known vulnerabilities, and the signatures of all packages. Needs a
 * registry that supports both.
 */
import { spawnSync } from 'node:child_process';

/** The registry does not offer the service, or cannot be reached. */
const UNAVAILABLE =
  /endpoint returned an error|E40[0-9]|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|network|No dependencies/i;

const AUDITS = [
  { name: 'vulnerabilities', arguments: ['audit', '--omit=dev', '--audit-level=low'] },
  { name: 'signatures', arguments: ['audit', 'signatures'] },
];

let failed = false;
for (const audit of AUDITS) {
  const env = { ...process.env, npm_config_loglevel: 'error' };
  const { status, stdout, stderr } = spawnSync('npm', audit.arguments, { encoding: 'utf8', env });
  if (status === 0) {
    console.log(`ok       ${audit.name}`);
  } else if (UNAVAILABLE.test(stderr) && !/vulnerabilit|invalid|missing/i.test(stdout)) {
    console.log(`skipped  ${audit.name}: the registry gives no answer to this question`);
  } else {
    failed = true;
    console.log(`FAILED   ${audit.name}\n${stdout}${stderr}`);
  }
}
process.exitCode = failed ? 1 : 0;
