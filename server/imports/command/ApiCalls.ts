import type { z } from 'zod'
import { Problem } from '#shared/api/problem.ts'

/** A call that the server answered with a problem. */
export class RefusedCall extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.name = 'RefusedCall'
    this.problem = problem
  }
}

/** A call that came to no answer of this API: nobody is there, or somebody else. */
export class FailedCall extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'FailedCall'
  }
}

/** What is sent along: JSON, or a file as it is. */
export interface CallBody {
  json?: object
  file?: Blob
}

/** The API of a server, as somebody who has a key, or an access token, calls it. */
export class ApiCalls {
  readonly #origin: string
  readonly #bearer: string

  /** `url`: the address of the server, as people type it. */
  constructor({ url, bearer }: { url: string; bearer: string }) {
    this.#origin = url.replace(/\/+$/, '')
    this.#bearer = bearer
  }

  /** Throws RefusedCall with what the server says, and FailedCall where no such server answers. */
  async call<Reply extends z.ZodType>(
    reply: Reply,
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    { json, file }: CallBody = {},
  ): Promise<z.infer<Reply>> {
    const type = json !== undefined ? 'application/json' : file === undefined ? null : 'application/octet-stream'
    const answer = await this.#fetched(path, {
      method,
      headers: { authorization: `Bearer ${this.#bearer}`, ...(type !== null && { 'content-type': type }) },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      ...(file !== undefined && { body: file }),
    })
    const said = await answer.json().catch(() => null)
    if (!answer.ok) {
      const problem = Problem.safeParse(said)
      throw problem.success
        ? new RefusedCall(problem.data)
        : new FailedCall(`${this.#origin} answered ${answer.status}, which is none of Carbonsheet. Check the address.`)
    }
    const read = reply.safeParse(said)
    if (!read.success) {
      throw new FailedCall(`${this.#origin} answered in a way that this version does not know. Update it.`, read.error)
    }
    return read.data
  }

  async #fetched(path: string, request: RequestInit): Promise<Response> {
    try {
      return await fetch(`${this.#origin}/api/v1${path}`, request)
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
      throw new FailedCall(`${this.#origin} does not answer (${cause}). Check the address, and that it runs.`, error)
    }
  }
}
