import type { paths } from '#api/openapi.d.ts'

/**
 * What the API takes and gives, as its OpenAPI document says: `npm run api:types` makes `#api` of it. An address is found by
 * its text: `cycles/${cycle.id}/runs` is `/api/v1/cycles/{id}/runs` of the document.
 */

export type Method = 'get' | 'post' | 'patch' | 'delete'

/** `{id}` in the document, and whatever a text in code has at that place, are the same hole. */
type Hole<Part extends string> = string extends Part ? '{}' : Part extends `{${string}}` ? '{}' : Part
type Shape<Path extends string> = Path extends `${infer Part}/${infer Rest}`
  ? `${Hole<Part>}/${Shape<Rest>}`
  : Hole<Path>

/** The operations of a method by the shapes of their addresses, below /api/v1. */
type Operations<M extends Method> = {
  [
    Path in keyof paths as Path extends `/api/v1/${infer Below}`
      ? paths[Path] extends Record<M, unknown>
        ? Shape<Below>
        : never
      : never
  ]: paths[Path] extends Record<M, infer Operation> ? Operation : never
}

/** The operation behind an address; of several possible ones (`modules/…` or `tables/…`) that of each. */
type OperationOf<M extends Method, Path extends string> = Path extends Path
  ? Operations<M> extends Record<Shape<Path>, infer Operation>
    ? Operation
    : never
  : never

/** The address itself where there is such a one, else words that the compiler shows. */
export type Known<M extends Method, Path extends string> = Path extends Path
  ? Shape<Path> extends keyof Operations<M>
    ? Path
    : `The API has no ${M} ${Shape<Path>}`
  : never

type Filled<Path extends string> = Path extends `${infer Before}{}${infer Behind}`
  ? `${Before}${string}${Filled<Behind>}`
  : Path

/** Every address of a method that needs no query, for parts of the page that are told which one they are about. */
export type AnyPath<M extends Method> = Filled<
  {
    [Shape in keyof Operations<M>]: {} extends QueryOption<Operations<M>[Shape]> ? Shape : never
  }[keyof Operations<M>]
>

/** What comes back: the thing, or a job where it takes long; void where there is nothing to say. */
export type ReplyOf<M extends Method, Path extends string> = [Content<OperationOf<M, Path>>] extends [never]
  ? void
  : Content<OperationOf<M, Path>>

type Content<Operation> = Operation extends { responses: infer Responses }
  ? Responses[keyof Responses & (200 | 202)] extends infer Done
    ? Done extends { content: { 'application/json': infer Reply } }
      ? Reply
      : never
    : never
  : never

/** An entry of a list. */
export type ItemOf<Path extends string> = ReplyOf<'get', Path> extends { data: (infer Item)[] } ? Item : never

/** What may be left out may also be there as null or undefined: the page sends neither. */
type Loose<Query> = { [Key in keyof Query]: {} extends Pick<Query, Key> ? Query[Key] | null | undefined : Query[Key] }

type QueryOption<Operation> = Operation extends { parameters: { query: infer Query } }
  ? { query: Loose<Query> }
  : Operation extends { parameters: { query?: infer Query } }
    ? { query?: Loose<NonNullable<Query>> | undefined }
    : unknown

/** The query of an address, as it is given to a call. */
export type QueryOf<M extends Method, Path extends string> = QueryOption<OperationOf<M, Path>>

type Last<Options> = {} extends Options ? [options?: Options] : [options: Options]

/** What a call takes behind its address: values of the query and `Options`, not at all where nothing of it is needed. */
export type LastArgument<M extends Method, Path extends string, Options> = Last<Options & QueryOf<M, Path>>

/** The same behind what is sent. */
export type BodyAndLast<M extends Method, Path extends string, Options> =
  OperationOf<M, Path> extends { requestBody: { content: { 'application/json': infer Body } } }
    ? [body: Body, ...LastArgument<M, Path, Options>]
    : [body?: undefined, ...LastArgument<M, Path, Options>]
