/** A server of live documents in a process of its own, so that a test can kill it. Started with the URL, the port and options in JSON. */
import { openDatabase } from '../storage/database/openDatabase.ts'
import { startLiveServer } from './LiveFixture.ts'

const [appUrl, port, options = '{}'] = process.argv.slice(2)
const db = openDatabase({ url: appUrl!, poolSize: 4 })
const { url } = await startLiveServer({ db, appUrl: appUrl! }, JSON.parse(options), Number(port))
process.send?.({ url })
