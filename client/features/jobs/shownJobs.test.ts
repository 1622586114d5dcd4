import { expect, test } from 'vitest'
import type { JobReply } from '#shared/api/jobs.ts'
import { shownJobs, type KnownJobs } from './shownJobs.ts'

const NONE = { doing: null, is_ending: false, result: null, error: null, started_at: null, finished_at: null }
const job = (id: string, state: JobReply['state'], by: string | null = 'me'): JobReply => ({
  ...NONE,
  id,
  kind: 'run',
  subject_id: 'cycle',
  state,
  progress: 0,
  asked_by: by === null ? null : { id: by, name: by },
  created_at: '2026-01-01T00:00:00.000Z',
})
const shown = (jobs: readonly JobReply[], more: Partial<KnownJobs> = {}): string[] =>
  shownJobs({ jobs, userId: 'me', heard: new Map(), seen: new Set(), forgotten: new Set(), ...more }).map(
    ({ id, state, progress }) => `${id} ${state} ${progress}`,
  )

test('one’s own jobs on their way are shown, nobody else’s, and nothing that had ended before', () => {
  const jobs = [job('a', 'running'), job('b', 'queued', 'other'), job('c', 'running', null), job('d', 'done')]
  expect(shown(jobs)).toEqual(['a running 0'])
})

test('what is heard is newer than what was told, but never takes an end back', () => {
  const news = (id: string) => [id, { id, kind: 'run', subject_id: 'cycle', state: 'running', progress: 0.4 }] as const
  expect(shown([job('a', 'queued'), job('b', 'done')], { heard: new Map([news('a'), news('b')]) })).toEqual([
    'a running 0.4',
    'b done 0',
  ])
})

test('what ended under one’s eyes stays until it was looked at', () => {
  const jobs = [job('a', 'failed'), job('b', 'done')]
  expect(shown(jobs, { seen: new Set(['a', 'b']), forgotten: new Set(['b']) })).toEqual(['a failed 0'])
})
