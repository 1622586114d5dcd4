/** A server of live documents in a process of its own, so that a test can kill it. Started with the URL and the port. */
import { openDatabase } from '../storage/database/openDatabase.ts'
import { startLiveServer } from './LiveFixture.ts'

const [appUrl, port] = process.argv.slice(2)
const db = openDatabase({ url: appUrl!, poolSize: 4 })
const { url } = await startLiveServer({ db, appUrl: appUrl! }, {}, Number(port))
process.send?.({ url })
