import type { Route } from '../routing/Route.ts'
import { exampleOf, type JsonSchema } from './exampleOf.ts'
import { type Json, operationOf } from './operationOf.ts'

interface Parameter {
  name?: string
  in?: string
  required?: boolean
  description?: string
  schema?: JsonSchema
}

/**
 * The routes as a Postman collection (format 2.1), from the same operations as the OpenAPI document: a folder for each group,
 * with bodies as in the examples. `baseUrl` and `token` are variables of the collection; what may be left out is there, but
 * switched off.
 */
export function postmanCollection(prefix: string, routes: readonly Route[]): Json {
  const groups = Map.groupBy(routes, ({ tag }) => tag)
  return {
    info: {
      name: 'Carbonsheet',
      description: 'Set `token` to an API key, or to the access token of `Sign-in`.',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{token}}', type: 'string' }] },
    variable: [
      { key: 'baseUrl', value: 'http://localhost:8080' },
      { key: 'token', value: '' },
    ],
    item: [...groups].map(([name, inGroup]) => ({ name, item: inGroup.map((route) => itemOf(prefix, route)) })),
  }
}

function itemOf(prefix: string, route: Route): Json {
  const { method, path, summary, access, takesFile } = route
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- operationOf() writes its parameters so
  const parameters = operationOf(route)['parameters'] as Parameter[]
  const address = `${prefix}${path}`.replaceAll(/\{(\w+)\}/g, ':$1')
  const query = parameters.filter((one) => one.in === 'query').map(queryOf)
  const asked = query.filter(({ disabled }) => !disabled).map(({ key, value }) => `${key}=${value}`)
  return {
    name: summary,
    request: {
      method: method.toUpperCase(),
      ...(access === 'open' && { auth: { type: 'noauth' } }),
      header: [{ key: 'Accept', value: 'application/json' }],
      url: {
        raw: `{{baseUrl}}${address}${asked.length > 0 ? `?${asked.join('&')}` : ''}`,
        host: ['{{baseUrl}}'],
        path: address.split('/').slice(1),
        query,
        variable: parameters
          .filter((one) => one.in === 'path')
          .map(({ name = '', description }) => ({ key: name, value: '', description })),
      },
      ...(takesFile === true ? { body: { mode: 'file', file: {} } } : bodyOf(route)),
    },
    response: [],
  }
}

function queryOf({ name = '', required, description, schema = {} }: Parameter) {
  const example = exampleOf(schema, name)
  const value = typeof example === 'string' ? example : JSON.stringify(example)
  return { key: name, value, description, disabled: required !== true }
}

function bodyOf(route: Route): Json {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  const body = operationOf(route)['requestBody'] as { content: Record<string, { example?: unknown }> } | undefined
  const example = body?.content['application/json']?.example
  return example === undefined
    ? {}
    : {
        body: { mode: 'raw', raw: JSON.stringify(example, null, 2), options: { raw: { language: 'json' } } },
      }
}
