/** `npm run test:long`: `npm test` with the long form of the random and race tests. Takes hours on a small machine. */
process.env.TEST_FORM = 'long'
await import('./test.mjs')
