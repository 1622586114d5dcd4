import { z } from 'zod'
import { Problem } from '#shared/api/problem.ts'
import { KEY_PREFIX } from '#server/auth/apiKeySecret.ts'
import { keyScopeOf } from '../routing/keyScopeOf.ts'
import type { Route } from '../routing/Route.ts'

type Json = Record<string, unknown>

/**
 * The OpenAPI 3.1 description of the routes. Schemas come out of the very contracts that check the requests: OpenAPI 3.1
 * uses JSON Schema 2020-12, which zod writes itself.
 */
export function openApiDocument(prefix: string, routes: readonly Route[]): Json {
  const paths: Record<string, Json> = {}
  for (const route of routes) {
    const path = `${prefix}${route.path}`
    paths[path] = { ...paths[path], [route.method]: operationOf(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Carbonsheet',
      version: '1',
      description:
        'Live sheets that compute a greenhouse-gas inventory. Send `Authorization: Bearer` with an API key, or with the access token of `POST auth/login`. A key needs the scope that stands at each operation, and never does more than its person. Every failed request answers `application/problem+json` with all its problems at once.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: {
        accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        apiKey: { type: 'http', scheme: 'bearer', bearerFormat: `${KEY_PREFIX}…`, description: 'Of `POST api_keys`' },
      },
      schemas: { Problem: schemaOf(Problem, 'output') },
    },
  }
}

function operationOf(route: Route): Json {
  const { method, path, tag, summary, access, body, reply, takesFile } = route
  return {
    tags: [tag],
    summary,
    operationId: `${method}${path.replaceAll(/[^A-Za-z]+(\w?)/g, (_, first: string) => first.toUpperCase())}`,
    security: access === 'signed-in' ? [{ accessToken: [] }, ...keySecurity(route)] : [],
    parameters: [...pathParameters(route), ...queryParameters(route)],
    ...(body && { requestBody: { required: true, content: json(schemaOf(body, 'input')) } }),
    ...(takesFile === true && { requestBody: { required: true, content: { 'application/octet-stream': {} } } }),
    responses: {
      ...(reply === null
        ? { 204: { description: 'Done' } }
        : { 200: { description: summary, content: json(schemaOf(reply, 'output')) } }),
      default: {
        description: 'Refused, with every reason',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

/** OpenAPI 3.1 lets the list of any scheme name what is needed: here the scope. */
function keySecurity(route: Route): Json[] {
  const need = keyScopeOf(route)
  return need === 'person' ? [] : [{ apiKey: need === 'any' ? [] : [`${need.resource}:${need.level}`] }]
}

function pathParameters({ path, freeParams = [] }: Route): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: freeParams.includes(name) ? { type: 'string' } : { type: 'string', format: 'uuid' },
  }))
}

function queryParameters({ query }: Route): Json[] {
  if (query === undefined) {
    return []
  }
  const { properties = {}, required = [] } = schemaOf(query, 'input') as { properties?: Json; required?: string[] }
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
}

function json(schema: Json): Json {
  return { 'application/json': { schema } }
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  }) as Json
  return rest
}
