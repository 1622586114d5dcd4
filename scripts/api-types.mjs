/** Writes the types of the REST API for the page, from its OpenAPI document; runs on the project's own Node. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { clientTypes } from '#server/api/openapi/clientTypes.ts'
import { openApiDocument } from '#server/api/openapi/openApiDocument.ts'
import { API_PREFIX, ROUTES } from '#server/api/routes.ts'

const file = new URL('../.cache/api/openapi.d.ts', import.meta.url)
const text = clientTypes(openApiDocument(API_PREFIX, ROUTES))
// a file that stays as it is makes the compiler look at nothing anew
if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
  mkdirSync(new URL('.', file), { recursive: true })
  writeFileSync(file, text)
}
