/** The reference for live edits: Hocuspocus with the same document and settings, no gate, no journal. A child process. */
import { readFileSync } from 'node:fs'
import { Server } from '@hocuspocus/server'
import * as Y from 'yjs'
import { answerQuestions } from '../measure/childProcess.ts'

const { seedFile } = JSON.parse(process.argv[2]!) as { seedFile: string }
const seed = readFileSync(seedFile)
const server = new Server({
  port: 0,
  address: '127.0.0.1',
  quiet: true,
  stopOnSignals: false,
  flushDelay: 0,
  flushMaxBytes: 32 << 10,
  debounce: 1e9,
  maxDebounce: 1e9,
  onLoadDocument: async ({ document }) => {
    Y.applyUpdate(document, seed)
  },
})
await server.listen(0)
const { port } = server.httpServer.address() as { port: number }
answerQuestions({ url: `ws://127.0.0.1:${port}`, name: 'bare', token: 'bare' })
