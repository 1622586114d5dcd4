/** A process that starts the database of the folder given as its argument, prints the address and holds it. */
import { startEmbeddedPostgres } from '../startEmbeddedPostgres.ts'

const database = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? '' })
process.stdout.write(`${database.url}\n`)
process.stdin.resume()
