/** `npm run audit`: known vulnerabilities of runtime packages, and the signatures of all. Needs a registry that answers both. */
import { spawnSync } from 'node:child_process';

/** A registry that has no such service, or none that can be reached. */
const NO_ANSWER =
  /endpoint returned an error|E40[0-9]|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|network|No dependencies/i;

const QUESTIONS = [
  { name: 'vulnerabilities', arguments: ['audit', '--omit=dev', '--audit-level=low'] },
  { name: 'signatures', arguments: ['audit', 'signatures'] },
];

let failed = false;
for (const question of QUESTIONS) {
  const env = { ...process.env, npm_config_loglevel: 'error' };
  const { status, stdout, stderr } = spawnSync('npm', question.arguments, { encoding: 'utf8', env });
  if (status === 0) {
    console.log(`ok       ${question.name}`);
  } else if (NO_ANSWER.test(stderr) && !/vulnerabilit|invalid|missing/i.test(stdout)) {
    console.log(`skipped  ${question.name}: the registry gives no answer to this question`);
  } else {
    failed = true;
    console.log(`FAILED   ${question.name}\n${stdout}${stderr}`);
  }
}
process.exitCode = failed ? 1 : 0;
