/** The entry of a thread that draws one simulation. */
import { parentPort, workerData } from 'node:worker_threads'
import { simulate } from '#shared/uncertainty/simulate.ts'
import type { SimulationJob } from './SimulationThread.ts'

const { sources, factors, seed, draws }: SimulationJob = workerData
parentPort?.postMessage(simulate(sources, factors, { seed, draws }))
