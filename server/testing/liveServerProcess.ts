/**
 * A server of live documents in a process of its own, so that a test can kill or halt it. Started with the URL of the
 * database, the port, and its options as JSON.
 */
import { openDatabase } from '../storage/database/openDatabase.ts'
import { startLiveServer, type LiveServerOptions } from './LiveFixture.ts'

const [appUrl, port, options = '{}'] = process.argv.slice(2)
const db = openDatabase({ url: appUrl!, poolSize: 4 })
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what ServerProcess was given
const { url } = await startLiveServer({ db, appUrl: appUrl! }, JSON.parse(options) as LiveServerOptions, Number(port))
process.on('message', () => {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  process.send?.({ held: heapUsed + external })
})
process.send?.({ url })
