/**
 * The floor of any Node and PostgreSQL product: node:http and pg, JSON in, one insert through `unnest`, ids out, no
 * sign-in, no checks. A child process.
 */
import { createServer, type IncomingMessage } from 'node:http'
import pg from 'pg'
import { NUMBER_COLUMNS, ROW_COLUMNS } from '../data/activityRows.ts'
import { answerQuestions } from '../measure/childProcess.ts'

const { databaseUrl } = JSON.parse(process.argv[2]!) as { databaseUrl: string }
const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 })
const columns = ROW_COLUMNS.join(', ')
await pool.query('DROP TABLE IF EXISTS bare_rows')
await pool.query(
  `CREATE TABLE bare_rows (id bigserial PRIMARY KEY, ${ROW_COLUMNS.map((c) => `${c} ${NUMBER_COLUMNS.has(c) ? 'double precision' : 'text'}`).join(', ')})`,
)

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>[]> {
  const chunks: Buffer[] = []
  for await (const chunk of request) {
    chunks.push(chunk as Buffer)
  }
  return JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>[]
}

const server = createServer((request, response) => {
  void (async () => {
    if (request.method === 'POST') {
      const rows = await bodyOf(request)
      const { rows: ids } = await pool.query(
        `INSERT INTO bare_rows (${columns}) SELECT * FROM unnest(${ROW_COLUMNS.map((c, i) => `$${i + 1}::${NUMBER_COLUMNS.has(c) ? 'float8' : 'text'}[]`).join(', ')}) RETURNING id`,
        ROW_COLUMNS.map((c) => rows.map((row) => row[c])),
      )
      response.end(JSON.stringify(ids.map((row: { id: string }) => row.id)))
      return
    }
    const limit = Number(new URL(request.url!, 'http://bare').searchParams.get('limit') ?? 1e9)
    const { rows } = await pool.query(`SELECT id, ${columns} FROM bare_rows ORDER BY id LIMIT ${limit}`)
    response.end(JSON.stringify(rows))
  })()
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { port: number }
  answerQuestions({ url: `http://127.0.0.1:${port}`, name: '', token: '' })
})
