import { createReadStream } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Middleware } from 'koa'
import type { RequestState } from '#server/middleware/requestContext.ts'
import { API_PREFIX, ROUTES } from '../routes.ts'
import { DOCS, DOCS_FILES, docsHtml } from './docsHtml.ts'

/** Of the package that draws the page. */
const FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
}

/** What programs read, by address; each is made when it is first asked for. */
const DOCUMENTS: Readonly<Record<string, () => Promise<object>>> = {
  [`${API_PREFIX}/openapi.json`]: openApi,
  '/openapi.json': openApi,
  [`${API_PREFIX}/postman.json`]: async () =>
    (await import('./postmanCollection.ts')).postmanCollection(API_PREFIX, ROUTES),
}

/** The API for people at /api/docs, and for programs as OpenAPI and as a Postman collection. */
export function docsPage(): Middleware<RequestState> {
  const made = new Map<string, Promise<string>>()
  return async (ctx, next) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
      return next()
    }
    const make = DOCUMENTS[ctx.path]
    if (make !== undefined) {
      const text = made.get(ctx.path) ?? make().then((document) => JSON.stringify(document))
      made.set(ctx.path, text)
      ctx.body = await text
      ctx.type = 'application/json'
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

async function openApi(): Promise<object> {
  return (await import('./openApiDocument.ts')).openApiDocument(API_PREFIX, ROUTES)
}
