import { createReadStream } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Middleware } from 'koa'
import type { RequestState } from '#server/middleware/requestContext.ts'
import { API_PREFIX, ROUTES } from '../routes.ts'

const DOCS = '/api/docs'
const FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
}

/** The page loads its start script as a file, because inline scripts are forbidden. */
const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Carbonsheet API</title>
    <link rel="stylesheet" href="${DOCS}/swagger-ui.css" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="${DOCS}/swagger-ui-bundle.js"></script>
    <script src="${DOCS}/start.js"></script>
  </body>
</html>
`
const START = `SwaggerUIBundle({ url: '${API_PREFIX}/openapi.json', dom_id: '#swagger-ui', persistAuthorization: false })\n`

/** The API for people at /api/docs and for programs at openapi.json; made when first asked for. */
export function docsPage(): Middleware<RequestState> {
  let document: string | null = null
  return async (ctx, next) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
      return next()
    }
    if (ctx.path === `${API_PREFIX}/openapi.json` || ctx.path === '/openapi.json') {
      if (document === null) {
        const { openApiDocument } = await import('./openApiDocument.ts')
        document = JSON.stringify(openApiDocument(API_PREFIX, ROUTES))
      }
      ctx.body = document
      ctx.type = 'application/json'
      return
    }
    if (ctx.path !== DOCS && !ctx.path.startsWith(`${DOCS}/`)) {
      return next()
    }
    const file = ctx.path.slice(DOCS.length + 1)
    if (file === '') {
      ctx.type = 'text/html; charset=utf-8'
      ctx.body = PAGE
    } else if (file === 'start.js') {
      ctx.type = 'text/javascript; charset=utf-8'
      ctx.body = START
    } else if (FILES[file] !== undefined) {
      ctx.type = FILES[file]
      ctx.set('Cache-Control', 'public, max-age=86400')
      ctx.body = createReadStream(fileURLToPath(import.meta.resolve(`swagger-ui-dist/${file}`)))
    }
  }
}
