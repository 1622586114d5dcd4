/**
 * A server of live documents in a process of its own, so that a test can kill, halt or stop it: SIGTERM ends it as it ends
 * the product. Started with the URL of the database, the port, and its options as JSON.
 */
import { ProcessEnd } from '../services/ProcessEnd.ts'
import { openDatabase } from '../storage/database/openDatabase.ts'
import { startLiveServer, type LiveServerOptions } from './LiveFixture.ts'

const [appUrl, port, options = '{}'] = process.argv.slice(2)
const db = openDatabase({ url: appUrl!, poolSize: 4 })
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what ServerProcess was given
const server = await startLiveServer({ db, appUrl: appUrl! }, JSON.parse(options) as LiveServerOptions, Number(port))
const end = new ProcessEnd({ error: (_, message) => server.complaints.push(message) })
end.add(() => db.destroy())
end.add(server.stop)
process.on('SIGTERM', () => end.wish(0))
process.on('exit', () => process.send?.({ complaints: server.complaints }))
process.on('message', () => {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  process.send?.({ held: heapUsed + external })
})
process.send?.({ url: server.url })
