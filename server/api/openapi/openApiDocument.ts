import { Problem } from '#shared/api/problem.ts'
import { DEVICE_PREFIX, KEY_PREFIX } from '#server/auth/apiKeySecret.ts'
import type { Route } from '../routing/Route.ts'
import { type Json, operationOf, schemaOf } from './operationOf.ts'
import { refusalResponses } from './refusals.ts'

const DESCRIPTION = `Live sheets that compute a greenhouse-gas inventory.

Send \`Authorization: Bearer\` with an API key, or with the access token of \`POST /auth/login\`. A key needs the scope that stands at each operation, and never does more than its person.

Names are snake_case, times are ISO 8601 in UTC, units stand in the names (\`co2e_kg\`).

**Lists** answer \`{data, next_cursor}\`. Send \`next_cursor\` back as \`cursor\` for the next page; it goes on behind the last entry, whatever came or went meanwhile. \`null\` is the end.

**Refusals** answer \`application/problem+json\` (RFC 9457) with all problems at once: decide by \`code\`, show \`detail\` and \`errors\`.

**Two at once**: every reply to a GET has an \`ETag\`. Send it as \`If-Match\` with a write, and the write is refused (412) when somebody else was quicker.

**Limits** stand in \`RateLimit\` and \`RateLimit-Policy\`; after 429 wait for \`Retry-After\` seconds.

**Changes**: within v1 keys, addresses and codes are added, never taken away or given another meaning; be ready for keys that you do not know. What is to go is marked deprecated here and by the headers \`Deprecation\` and \`Sunset\`, at least six months ahead.

**Long work** answers with a job; \`GET /jobs/{id}\` says how far it is and what came of it.`

/** The OpenAPI 3.1 description of the routes. */
export function openApiDocument(prefix: string, routes: readonly Route[]): Json {
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    const path = `${prefix}${route.path}`
    paths[path] = { ...paths[path], [route.method]: operationOf(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Carbonsheet', version: '1', description: DESCRIPTION },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        apiKey: { type: 'http', scheme: 'bearer', bearerFormat: `${KEY_PREFIX}…`, description: 'Of `POST api_keys`' },
        deviceCredential: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: `${DEVICE_PREFIX}…`,
          description: 'Of `POST devices`: sends its own readings, and nothing else',
        },
      },
      schemas: { Problem: schemaOf(Problem, 'output') },
      responses: refusalResponses(),
      headers: HEADERS,
      parameters: {
        IdempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          description:
            'Of your own making: the same request with the same key is done once and answered alike, for a day.',
          schema: { type: 'string', maxLength: 200 },
        },
        IfMatch: {
          name: 'If-Match',
          in: 'header',
          description:
            'The `ETag` of a GET of this address, or else of the nearest one above it. When that has changed since, nothing is done (412).',
          schema: { type: 'string' },
        },
        IfNoneMatch: {
          name: 'If-None-Match',
          in: 'header',
          description: 'The `ETag` of an earlier reply: when nothing has changed, 304 without a body.',
          schema: { type: 'string' },
        },
        Prefer: {
          name: 'Prefer',
          in: 'header',
          description: '`respond-async` (RFC 7240): do not wait, answer 202 with a job.',
          schema: { type: 'string' },
        },
      },
    },
  }
}

const HEADERS: Json = {
  ETag: {
    description: 'What this reply is; the same as long as a GET would answer the same.',
    schema: { type: 'string' },
  },
  RateLimit: {
    description:
      'What is left: `r` requests, and all of them again in `t` seconds (draft-ietf-httpapi-ratelimit-headers).',
    schema: { type: 'string' },
    example: '"session";r=5999;t=60',
  },
  RateLimitPolicy: {
    description: 'The limit: `q` requests in `w` seconds, by key or by session.',
    schema: { type: 'string' },
    example: '"session";q=6000;w=60',
  },
  Deprecation: {
    description: 'Since when this address is deprecated (RFC 9745).',
    schema: { type: 'string' },
    example: '@1796083200',
  },
  Sunset: {
    description: 'After when it may be gone (RFC 8594).',
    schema: { type: 'string' },
    example: 'Tue, 01 Jun 2027 00:00:00 GMT',
  },
  Location: {
    description: 'Where the job is read.',
    schema: { type: 'string', format: 'uri-reference' },
    example: '/api/v1/jobs/5f3c1a52-0b0e-4f4e-9a3e-6f0f6d1c7a11',
  },
  PreferenceApplied: {
    description: 'Which preference was followed (RFC 7240).',
    schema: { type: 'string' },
    example: 'respond-async',
  },
  RequestId: {
    description: 'What support finds the request by.',
    schema: { type: 'string', format: 'uuid' },
  },
  RetryAfter: {
    description: 'Seconds after which another try makes sense.',
    schema: { type: 'integer', minimum: 0 },
  },
}
