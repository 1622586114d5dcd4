import { Problem } from '#shared/api/problem.ts'
import { KEY_PREFIX } from '#server/auth/apiKeySecret.ts'
import type { Route } from '../routing/Route.ts'
import { type Json, operationOf, schemaOf } from './operationOf.ts'
import { refusalResponses } from './refusals.ts'

const DESCRIPTION = `Live sheets that compute a greenhouse-gas inventory.

Send \`Authorization: Bearer\` with an API key, or with the access token of \`POST /auth/login\`. A key needs the scope that stands at each operation, and never does more than its person.

Names are snake_case, times are ISO 8601 in UTC, units stand in the names (\`co2e_kg\`).

**Lists** answer \`{data, next_cursor}\`. Send \`next_cursor\` back as \`cursor\` for the next page; it goes on behind the last entry, whatever came or went meanwhile. \`null\` is the end.

**Refusals** answer \`application/problem+json\` (RFC 9457) with all problems at once: decide by \`code\`, show \`detail\` and \`errors\`.

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
      },
    },
  }
}

const HEADERS: Json = {
  RequestId: {
    description: 'What support finds the request by.',
    schema: { type: 'string', format: 'uuid' },
  },
  RetryAfter: {
    description: 'Seconds after which another try makes sense.',
    schema: { type: 'integer', minimum: 0 },
  },
}
