import type { JsonSchema } from './exampleOf.ts'
import type { Json } from './operationOf.ts'
import { commentOf, type Direction, member, typeText } from './typeText.ts'

/** The parts of an OpenAPI document that types are made of. */
interface TypedDocument {
  paths: Readonly<Record<string, Readonly<Record<string, TypedOperation>>>>
  components: { schemas: Readonly<Record<string, JsonSchema>> }
}

interface TypedOperation {
  summary: string
  deprecated?: boolean
  description?: string
  parameters: readonly TypedParameter[]
  requestBody?: { content: Content }
  responses: Readonly<Record<string, { $ref?: string; content?: Content }>>
}

interface TypedParameter {
  $ref?: string
  name: string
  in: string
  required?: boolean
  description?: string
  schema: JsonSchema
}

type Content = Readonly<Record<string, { schema: JsonSchema }>>

const HEAD = `/** Types of the REST API of Carbonsheet, made from its OpenAPI document: \`paths\` is what openapi-fetch takes. */

`

/**
 * The addresses, parameters, bodies and replies of an OpenAPI document as types of TypeScript: an interface `paths` in the
 * form of openapi-typescript, and `Problem`, which every refusal has. The same document gives the same text.
 */
export function clientTypes(document: Json): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- openApiDocument() writes it so
  const { paths, components } = document as unknown as TypedDocument
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) => `export type ${name} = ${typeText(schema, 'received')}\n\n`,
  )
  const addresses = Object.entries(paths).map(
    ([path, methods]) => `  ${JSON.stringify(path)}: {\n${Object.entries(methods).map(operationText).join('')}  }\n`,
  )
  return `${HEAD}${schemas.join('')}/** A refusal, with all problems at once. */\nexport interface Refusal {\n  content: { "application/problem+json": Problem }\n}\n\nexport interface paths {\n${addresses.join('')}}\n`
}

function operationText([method, operation]: [string, TypedOperation]): string {
  const { summary, deprecated, description, parameters, requestBody, responses } = operation
  const says = deprecated === true ? `${summary} @deprecated ${description ?? ''}` : summary
  const body = requestBody === undefined ? '' : `      requestBody: ${contentText(requestBody.content, 'sent')}\n`
  const replies = Object.entries(responses).map(([status, reply]) => `        ${status}: ${replyText(reply)}\n`)
  return `    ${commentOf(says).trimEnd()}
    ${method}: {
      parameters: ${parametersText(parameters)}
${body}      responses: {
${replies.join('')}      }
    }
`
}

/** Refusals are referred to; what is done is described in place. */
function replyText({ $ref, content }: TypedOperation['responses'][string]): string {
  return $ref === undefined ? contentText(content ?? {}, 'received') : 'Refusal'
}

function contentText(content: Content, direction: Direction): string {
  const kinds = Object.entries(content).map(([kind, { schema }]) =>
    // the bytes of a file are whatever the program has for them
    member({ key: kind, isRequired: true, type: schema.format === 'binary' ? 'Blob' : typeText(schema, direction) }),
  )
  return kinds.length === 0 ? '{ content?: never }' : `{ content: { ${kinds.join(' ')} } }`
}

/** Headers that any request takes are referred to in the document; they are left to the client. */
function parametersText(parameters: readonly TypedParameter[]): string {
  const places = (['path', 'query'] as const).map((place) => {
    const here = parameters.filter((one) => one.in === place)
    const isRequired = here.some(({ required }) => required === true)
    return here.length === 0
      ? `${place}?: never;`
      : member({ key: place, isRequired, type: `{ ${here.map(parameterText).join(' ')} }` })
  })
  const headers = parameters.some(({ $ref }) => $ref !== undefined) ? 'Record<string, string | undefined>' : 'never'
  return `{ ${places.join(' ')} header?: ${headers}; cookie?: never }`
}

/** A name with holes stands for every name of that form. */
function parameterText({ name, required, description, schema }: TypedParameter): string {
  return name.includes('{')
    ? `${commentOf(description)}[name: \`${name.replaceAll(/\{\w+\}/g, '$${string}')}\`]: string | number | boolean | undefined;`
    : member({ key: name, isRequired: required === true, type: typeText(schema, 'sent'), says: description })
}
