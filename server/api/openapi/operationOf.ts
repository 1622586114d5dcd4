import { z } from 'zod'
import { JobReply } from '#shared/api/jobs.ts'
import { keyScopeOf } from '../routing/keyScopeOf.ts'
import type { Route } from '../routing/Route.ts'
import { exampleOf, type JsonSchema } from './exampleOf.ts'
import { refusalName, refusalsOf } from './refusals.ts'

/** A part of an OpenAPI document. */
export type Json = Record<string, unknown>

/** What a route is in the document. Its schemas come out of the very contracts that check the requests. */
export function operationOf(route: Route): Json {
  const { method, path, tag, summary, access, deprecated } = route
  return {
    tags: [tag],
    summary,
    ...(deprecated && {
      deprecated: true,
      description: `Use \`${deprecated.instead}\` instead. Deprecated since ${deprecated.since}; gone after ${deprecated.sunset}.`,
    }),
    operationId: `${method}${path.replaceAll(/[^A-Za-z]+(\w?)/g, (_, first: string) => first.toUpperCase())}${deprecated ? 'Formerly' : ''}`,
    security: access === 'signed-in' ? [{ accessToken: [] }, ...keySecurity(route)] : [],
    parameters: [...pathParameters(route), ...queryParameters(route), ...headerParameters(route)],
    ...requestBody(route),
    responses: {
      ...success(route),
      ...Object.fromEntries(
        refusalsOf(route).map((status) => [status, { $ref: `#/components/responses/${refusalName(status)}` }]),
      ),
    },
  }
}

/** OpenAPI 3.1 lets the list of any scheme name what is needed: here the scope. */
function keySecurity(route: Route): Json[] {
  const need = keyScopeOf(route)
  const byDevice = route.takesDevices === true ? [{ deviceCredential: [] }] : []
  return need === 'person'
    ? byDevice
    : [{ apiKey: need === 'any' ? [] : [`${need.resource}:${need.level}`] }, ...byDevice]
}

/** A contract as JSON Schema 2020-12, which OpenAPI 3.1 uses and zod writes itself. */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JsonSchema names the keys of it that are looked at
  return rest as JsonSchema
}

function requestBody({ body, takesFile }: Route): Json {
  if (takesFile === true) {
    const content = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
    return { requestBody: { required: true, description: 'The bytes of the file.', content } }
  }
  return body === undefined ? {} : { requestBody: { required: true, content: json(schemaOf(body, 'input')) } }
}

/** A reply of which nothing is said is a file of any kind. */
const ANY_FILE = ['*/*']

function success({
  reply,
  files = reply?.def.type === 'unknown' ? ANY_FILE : undefined,
  summary,
  method,
  access,
  deprecated,
  mayAnswerJob,
}: Route): Json {
  const headers = {
    'X-Request-Id': { $ref: '#/components/headers/RequestId' },
    ...(access === 'signed-in' && {
      RateLimit: { $ref: '#/components/headers/RateLimit' },
      'RateLimit-Policy': { $ref: '#/components/headers/RateLimitPolicy' },
    }),
    ...(deprecated && {
      Deprecation: { $ref: '#/components/headers/Deprecation' },
      Sunset: { $ref: '#/components/headers/Sunset' },
    }),
  }
  if (files !== undefined) {
    const content = Object.fromEntries(
      files.map((type) => [type, { schema: type.endsWith('json') ? {} : { type: 'string', format: 'binary' } }]),
    )
    return { 200: { description: summary, headers, content } }
  }
  return reply === null
    ? { 204: { description: 'Done; there is nothing to say', headers } }
    : {
        200: {
          description: summary,
          headers: { ...headers, ...(method === 'get' && { ETag: { $ref: '#/components/headers/ETag' } }) },
          content: json(schemaOf(reply, 'output')),
        },
        ...(method === 'get' && { 304: { description: 'It is what `If-None-Match` names', headers } }),
        ...(mayAnswerJob && { 202: accepted(headers) }),
      }
}

/** The reply to what is done behind it. */
function accepted(headers: Json): Json {
  return {
    description: 'It is large, or was asked for with `Prefer: respond-async`: this job does it',
    headers: {
      ...headers,
      Location: { $ref: '#/components/headers/Location' },
      'Preference-Applied': { $ref: '#/components/headers/PreferenceApplied' },
    },
    content: json(schemaOf(JobReply, 'output')),
  }
}

function pathParameters({ path, freeParams = [] }: Route): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([hole, name = ''], i, all) => {
    const before = path.slice(0, path.indexOf(hole)).split('/').at(-2) ?? ''
    return {
      name,
      in: 'path',
      required: true,
      description: `Which of the ${before.replaceAll(/[_-]/g, ' ')}${i === 0 || all.length === 1 ? '' : ', within what stands before it'}.`,
      schema: freeParams.includes(name) ? { type: 'string' } : { type: 'string', format: 'uuid' },
    }
  })
}

function queryParameters({ query, moreQuery = [] }: Route): Json[] {
  const { properties = {}, required = [] } = query === undefined ? {} : schemaOf(query, 'input')
  const known = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...descriptionOf(name, schema),
    schema,
  }))
  return [...known, ...moreQuery.map((more) => ({ ...more, in: 'query', required: false }))]
}

/** Of keys that mean the same wherever they occur. */
const QUERY_WORDS: Readonly<Record<string, string>> = {
  limit: 'How many at most.',
  cursor: '`next_cursor` of the page before; opaque.',
  cycle_id: 'The cycle.',
  table_id: 'The table.',
  sort: 'How the list is ordered; `-` in front turns it around.',
  fields: 'Which fields come, by their keys, comma-separated. All that the caller may read without it.',
}

function descriptionOf(name: string, schema: JsonSchema): { description?: string } {
  const words = schema.description ?? QUERY_WORDS[name]
  return words === undefined ? {} : { description: words }
}

function headerParameters({ method, access, takesIdempotencyKey, mayAnswerJob, files }: Route): Json[] {
  const names = [
    ...(takesIdempotencyKey === true ? ['IdempotencyKey'] : []),
    ...(access === 'signed-in' && method !== 'get' ? ['IfMatch'] : []),
    ...(method === 'get' && files === undefined ? ['IfNoneMatch'] : []),
    ...(mayAnswerJob === true ? ['Prefer'] : []),
  ]
  return names.map((name) => ({ $ref: `#/components/parameters/${name}` }))
}

function json(schema: JsonSchema): Json {
  return { 'application/json': { schema, example: exampleOf(schema) } }
}
