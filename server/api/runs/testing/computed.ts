import { expect } from 'vitest'
import type { JobReply } from '#shared/api/jobs.ts'
import type { RunReply } from '#shared/api/runs.ts'
import type { TestServer } from '#server/testing/testServer.ts'
import { until } from '#server/testing/until.ts'

type Person = keyof TestServer['one']['people']

/** Has an open cycle computed, as people do, and answers the run that came of it. */
export async function computed(server: TestServer, cycleId: string, person: Person = 'admin'): Promise<RunReply> {
  const as = (method: string, path: string) => server.request(server.one.people[person], method, path)
  const { status, body } = await as('POST', `/cycles/${cycleId}/runs`)
  expect(status).toBe(200)
  let job: JobReply = body
  await until(async () => {
    job = (await as('GET', `/jobs/${job.id}`)).body
    return job.finished_at !== null
  }, 'the run is made')
  expect(job).toMatchObject({ state: 'done', error: null, progress: 1 })
  const runs: RunReply[] = (await as('GET', `/cycles/${cycleId}/runs`)).body.data
  return runs.find(({ id }) => id === job.result?.['run_id'])!
}
