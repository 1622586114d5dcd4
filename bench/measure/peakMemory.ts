/** The most memory that a process had resident, as Linux counts it. */
import { readFileSync, writeFileSync } from 'node:fs'

/** Counts anew from now on; answers what is resident, in MB. */
export function beginPeak(pid: number): number {
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
  return peakMb(pid)
}

/** Megabytes since `beginPeak`, or since the process began. */
export function peakMb(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024
}
