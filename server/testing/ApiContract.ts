import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { openApiDocument } from '../api/openapi/openApiDocument.ts'
import type { JsonSchema } from '../api/openapi/exampleOf.ts'
import { API_PREFIX, ROUTES } from '../api/routes.ts'

/** One request and its reply, as they went over the wire. */
export interface Exchange {
  method: string
  /** Below the prefix, with its query. */
  path: string
  /** As JSON; undefined: none, or none that is JSON. */
  body: unknown
  status: number
  mediaType: string
  /** Parsed, where it is JSON. */
  reply: unknown
}

interface Operation {
  parameters: { name?: string; in?: string; required?: boolean; schema?: JsonSchema }[]
  requestBody?: { content: Record<string, { schema?: JsonSchema }> }
  responses: Record<string, { $ref?: string; content?: Record<string, { schema?: JsonSchema }> }>
}

interface ContractDocument {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: { Problem: JsonSchema } }
}

/**
 * Holds requests and replies against the published document, with a validator that knows nothing of our contracts: a reply
 * must be documented to the last key, and what was taken (2xx) must have been a request that the document allows.
 */
export class ApiContract {
  readonly #document: ContractDocument
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true })
  readonly #validators = new Map<JsonSchema, ValidateFunction>()
  readonly #routes = ROUTES.map(({ method, path }) => ({
    method,
    path,
    // what has no hole comes first: /factors/facets is no factor
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]*')}$`),
  })).toSorted((a, b) => a.path.split('{').length - b.path.split('{').length)

  constructor() {
    addFormats.default(this.#ajv)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its shape is what web.test.ts validates
    this.#document = openApiDocument(API_PREFIX, ROUTES) as unknown as ContractDocument
  }

  /** `get /projects/{id}` of a request; null: it meets no route. */
  routeOf({ method, path }: Pick<Exchange, 'method' | 'path'>): string | null {
    const address = path.split('?')[0]!
    const found = this.#routes.find((one) => one.method === method.toLowerCase() && one.pattern.test(address))
    return found === undefined ? null : `${found.method} ${found.path}`
  }

  /** Everything in which the exchange is not as documented. */
  problemsOf(exchange: Exchange): string[] {
    const route = this.routeOf(exchange)
    if (route === null) {
      return []
    }
    const [method = '', path = ''] = route.split(' ')
    const operation = this.#document.paths[API_PREFIX + path]![method]!
    const taken = isTaken(exchange) ? this.#requestProblems(operation, exchange) : []
    return [...taken, ...this.#replyProblems(operation, exchange)].map((problem) => `${route}: ${problem}`)
  }

  #replyProblems({ responses }: Operation, { status, mediaType, reply }: Exchange): string[] {
    const response = responses[String(status)]
    if (response === undefined) {
      return [`answers ${status}, which is not documented`]
    }
    if (response.$ref !== undefined) {
      const isProblem = mediaType === 'application/problem+json'
      return isProblem ? this.#problems('problem', this.#document.components.schemas.Problem, reply) : [mediaType]
    }
    if (response.content === undefined) {
      return reply === '' ? [] : ['answers a body where none is documented']
    }
    const schema = (response.content[mediaType] ?? response.content['*/*'])?.schema
    if (schema === undefined) {
      return [`answers ${mediaType}, which is not documented`]
    }
    return mediaType === 'application/json' ? this.#problems('reply', schema, reply) : []
  }

  #requestProblems(operation: Operation, { path, body }: Exchange): string[] {
    const query = new URLSearchParams(path.split('?')[1] ?? '')
    const known = operation.parameters.filter((parameter) => parameter.in === 'query')
    const problems = known.flatMap(({ name = '', required, schema = {} }) => {
      const value = query.get(name)
      if (value === null) {
        return required === true ? [`was taken without ${name}`] : []
      }
      return this.#problems(`query ${name}`, schema, asTyped(value, schema))
    })
    const schema = operation.requestBody?.content['application/json']?.schema
    return schema === undefined ? problems : [...problems, ...this.#problems('body', schema, body)]
  }

  #problems(what: string, schema: JsonSchema, value: unknown): string[] {
    const validate = this.#validators.get(schema) ?? this.#ajv.compile(schema)
    this.#validators.set(schema, validate)
    validate(value)
    return (validate.errors ?? []).map(({ instancePath, message, params }) =>
      [what, instancePath, message, JSON.stringify(params)].join(' '),
    )
  }
}

/** A bulk write answers 200 with what it has rejected, row by row: such a body need not be one that the document allows. */
function isTaken({ status, reply }: Exchange): boolean {
  const rejected: unknown = typeof reply === 'object' && reply !== null && 'rejected' in reply ? reply.rejected : []
  return status < 300 && (!Array.isArray(rejected) || rejected.length === 0)
}

/** A query is text; what the document calls a number or a yes or no is read as one. */
function asTyped(value: string, { type }: JsonSchema): unknown {
  if (type === 'integer' || type === 'number') {
    return Number(value)
  }
  return type === 'boolean' ? value === 'true' : value
}
