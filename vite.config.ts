import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { firstPaint } from './client/build/firstPaint.ts'
import { precompress } from './client/build/precompress.ts'

/** Where `npm run dev:server` listens; the page of the development server reaches it under its own origin. */
const API_ORIGIN = 'http://localhost:8080'

export default defineConfig({
  root: 'client',
  plugins: [react(), firstPaint(), precompress()],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2023',
    // The grid's chunk is large by nature and is only fetched with the first sheet.
    chunkSizeWarningLimit: 1500,
    // What the first load needs stays one file: otherwise every small part that a later page shares becomes a request.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'base', tags: ['$initial'] }] } } },
    // Inlined fonts would be `data:` addresses, which the page's content policy does not allow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      '/api': API_ORIGIN,
      '/collab': { target: API_ORIGIN, ws: true },
      '/events': { target: API_ORIGIN, ws: true },
    },
  },
})
