import { createReadStream } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Middleware } from 'koa'
import type { RequestState } from '#server/middleware/requestContext.ts'
import { API_PREFIX, ROUTES } from '../routes.ts'
import { DOCS, DOCS_FILES, docsHtml } from './docsHtml.ts'
import type { Json } from './operationOf.ts'

/** Of the package that draws the page. */
const FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
}

const OPENAPI = { type: 'application/json', make: async () => JSON.stringify(await openApi()) }

/** What programs read, by address; each is made when it is first asked for. */
const DOCUMENTS: Readonly<Record<string, { type: string; make: () => Promise<string> }>> = {
  [`${API_PREFIX}/openapi.json`]: OPENAPI,
  '/openapi.json': OPENAPI,
  [`${API_PREFIX}/openapi.d.ts`]: {
    type: 'text/plain; charset=utf-8',
    make: async () => (await import('./clientTypes.ts')).clientTypes(await openApi()),
  },
  [`${API_PREFIX}/postman.json`]: {
    type: 'application/json',
    make: async () => JSON.stringify((await import('./postmanCollection.ts')).postmanCollection(API_PREFIX, ROUTES)),
  },
}

/** The API for people at /api/docs, and for programs as OpenAPI, as types of TypeScript and as a Postman collection. */
export function docsPage(): Middleware<RequestState> {
  const made = new Map<string, Promise<string>>()
  return async (ctx, next) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
      return next()
    }
    const document = DOCUMENTS[ctx.path]
    if (document !== undefined) {
      const text = made.get(ctx.path) ?? document.make()
      made.set(ctx.path, text)
      ctx.body = await text
      ctx.type = document.type
      return
    }
    if (ctx.path !== DOCS && !ctx.path.startsWith(`${DOCS}/`)) {
      return next()
    }
    const file = ctx.path.slice(DOCS.length + 1)
    if (file === '') {
      ctx.type = 'text/html; charset=utf-8'
      ctx.body = docsHtml()
    } else if (DOCS_FILES[file] !== undefined) {
      ctx.type = DOCS_FILES[file].type
      ctx.body = DOCS_FILES[file].text
    } else if (FILES[file] !== undefined) {
      ctx.type = FILES[file]
      ctx.set('Cache-Control', 'public, max-age=86400')
      ctx.body = createReadStream(fileURLToPath(import.meta.resolve(`swagger-ui-dist/${file}`)))
    }
  }
}

async function openApi(): Promise<Json> {
  return (await import('./openApiDocument.ts')).openApiDocument(API_PREFIX, ROUTES)
}
