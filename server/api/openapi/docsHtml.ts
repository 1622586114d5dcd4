import { API_PREFIX } from '../routes.ts'
import { refusalsByCode } from './refusals.ts'

/** Where the pages are. */
export const DOCS = '/api/docs'

/**
 * The page of the API: Swagger UI over the published document, then every code of a refusal, which `type` of a problem points
 * at. Scripts and styles are files of this server, because inline scripts are forbidden.
 */
export function docsHtml(): string {
  const codes = refusalsByCode().map(
    ({ code, status, title, description }) =>
      `<h3 id="${code}"><code>${code}</code> ${status} ${title}</h3>\n      <p>${withCode(description)}</p>`,
  )
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Carbonsheet API</title>
    <link rel="stylesheet" href="${DOCS}/swagger-ui.css" />
    <link rel="stylesheet" href="${DOCS}/page.css" />
    <script src="${DOCS}/theme.js"></script>
  </head>
  <body>
    <nav>
      <a href="/">Carbonsheet</a>
      <a href="${API_PREFIX}/openapi.json">OpenAPI 3.1</a>
      <a href="${API_PREFIX}/openapi.d.ts" download="carbonsheet.d.ts">Types for TypeScript</a>
      <a href="${API_PREFIX}/postman.json" download="carbonsheet.postman.json">Postman collection</a>
      <a href="#refusals">Refusals</a>
    </nav>
    <main>
      <div id="swagger-ui"></div>
      <section id="refusals">
        <h2>Refusals</h2>
      ${codes.join('\n      ')}
      </section>
    </main>
    <script src="${DOCS}/swagger-ui-bundle.js"></script>
    <script src="${DOCS}/start.js"></script>
  </body>
</html>
`
}

/** Files of the page that are ours, by name. */
export const DOCS_FILES: Readonly<Record<string, { type: string; text: string }>> = {
  'start.js': {
    type: 'text/javascript; charset=utf-8',
    text: `SwaggerUIBundle({ url: '${API_PREFIX}/openapi.json', dom_id: '#swagger-ui', persistAuthorization: false, docExpansion: 'none', filter: true, defaultModelsExpandDepth: -1 })\n`,
  },
  'theme.js': {
    type: 'text/javascript; charset=utf-8',
    text: `const dark = matchMedia('(prefers-color-scheme: dark)')
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches)
dark.addEventListener('change', follow)
follow()
`,
  },
  'page.css': {
    type: 'text/css; charset=utf-8',
    text: `:root { --text: #1d2b24; --faint: #5d6b64; --line: #dfe4e1; --page: #ffffff; --link: #1a6b45; }
.dark-mode { --text: #e3e9e6; --faint: #9fada6; --line: #313a36; --page: #171c1a; --link: #7fd1a8; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.55 system-ui, sans-serif; }
nav { display: flex; flex-wrap: wrap; gap: 4px 20px; padding: 12px 20px; border-block-end: 1px solid var(--line); }
nav a { color: var(--link); text-decoration: none; padding-block: 4px; }
nav a:first-child { font-weight: 600; color: var(--text); }
a:hover { text-decoration: underline; }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
#refusals { max-width: 72ch; margin: 0 auto; padding: 20px; }
#refusals h3 { margin: 24px 0 4px; font-size: 15px; font-weight: 600; }
#refusals h3:target { color: var(--link); }
#refusals p { margin: 0; color: var(--faint); }
code { font: 0.92em ui-monospace, monospace; }
.swagger-ui .topbar { display: none; }
`,
  },
}

const withCode = (text: string): string => text.replaceAll(/`([^`]+)`/g, '<code>$1</code>')
