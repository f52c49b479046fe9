import { type Role, roles } from './operation.ts';

export const securitySchemes = {
  agent: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The id token of somebody in the user pool. `x-role` says what they must at least be: agent, manager or admin.',
  },
  signature: {
    type: 'apiKey',
    in: 'header',
    name: 'webhook-signature',
    description:
      'Standard Webhooks: `v1,` and the base64 of HMAC-SHA256 over `{webhook-id}.{webhook-timestamp}.{body}`, several apart by blanks.',
  },
};

/** The two headers that the signature covers beside the body. */
export const signedHeaders = [
  {
    name: 'webhook-id',
    in: 'header',
    required: true,
    description: 'Names the message: the same again is the same message, and taken once.',
    schema: { type: 'string' },
  },
  {
    name: 'webhook-timestamp',
    in: 'header',
    required: true,
    description: 'Seconds since 1970, when this try was signed.',
    schema: { type: 'string', pattern: '^[0-9]+$' },
  },
];

type By = Role | 'signed' | 'anybody';

export function securityOf(by: By) {
  if (by === 'anybody') return { security: [] };
  if (by === 'signed') return { security: [{ signature: [] }] };
  return { security: [{ agent: [] }], 'x-role': by };
}

export const isForAgents = (by: By): by is Role => roles.some((role) => role === by);
