import { PROBLEMS } from '../src/http/problems.js';
import { ERROR_CODES } from '../src/services/errors.js';

const HEAD = `# Errors

Every refusal is a problem (RFC 9457, \`application/problem+json\`). Switch on \`code\`: it never changes. \`type\` is the address of the
description below, on the service itself; \`detail\` explains this case in words, \`errors\` names the fields, and \`requestId\` is in the log
of the service.

\`\`\`json
{
  "type": "/problems/validation_failed",
  "title": "${PROBLEMS.validation_failed.title}",
  "status": 400,
  "detail": "The body has 1 violation: see errors.",
  "instance": "/v1/leads",
  "code": "validation_failed",
  "requestId": "01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f",
  "errors": [{ "pointer": "/email", "code": "format", "detail": "must be an e-mail address" }]
}
\`\`\`

A request that got 408, 429, 500 or 503, or no answer at all, may be sent again: with the same \`Idempotency-Key\` it has no second effect.
`;

/** The text of `docs/errors.md`: one section for each code. The site makes the page of each problem from its section. */
export function errorPage(): string {
  const sections = ERROR_CODES.map((code) => {
    const { status, title, occurs, remedy } = PROBLEMS[code];
    return `## \`${code}\`

**${title}** (HTTP ${status}).

*When it occurs.* ${occurs}

*What to do.* ${remedy}
`;
  });
  return [HEAD, ...sections].join('\n');
}
