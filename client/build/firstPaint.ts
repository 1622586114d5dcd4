import type { Plugin } from 'vite'
import { tokens } from '../theme/tokens.ts'

/**
 * Fills `<!-- first-paint -->` of index.html with the few styles that the page needs before any of its own files have
 * arrived. They come from the tokens, so that the first frame has the colours of the second.
 */
export function firstPaint(): Plugin {
  return {
    name: 'carbonsheet:first-paint',
    transformIndexHtml: (html) => html.replace('<!-- first-paint -->', `<style>${firstPaintStyles()}</style>`),
  }
}

function firstPaintStyles(): string {
  return [
    frameIn('light', 'html'),
    `@media (prefers-color-scheme:dark){${frameIn('dark', 'html:not([data-mantine-color-scheme=light])')}}`,
    frameIn('dark', 'html[data-mantine-color-scheme=dark]'),
    'html,body,#root{height:100%}',
    'body{margin:0;font:400 13px/18px system-ui,sans-serif}',
    '.boot{height:100%;display:grid;grid-template:48px 1fr/52px 1fr;background:var(--boot-chrome);color:var(--boot-dim)}',
    '.boot-bar{grid-column:1/-1;display:flex;align-items:center;gap:10px;padding-inline:15px}',
    '.boot-page{grid-column:2;background:var(--boot-body);border:1px solid var(--boot-line);border-start-start-radius:10px;padding:24px}',
    '@media (max-width:600px){.boot{grid-template-columns:0 1fr}}',
  ].join('')
}

function frameIn(mode: 'light' | 'dark', selector: string): string {
  const { body, chrome, line, accent, dim } = tokens[mode]
  return `${selector}{color-scheme:${mode};background:${body};--boot-body:${body};--boot-chrome:${chrome};--boot-line:${line};--boot-accent:${accent};--boot-dim:${dim}}`
}
