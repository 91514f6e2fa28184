/** Progress: shown for work that takes longer than a second, never among the results. */

import type { SingleBar } from 'cli-progress'

/** Where progress is shown: a terminal is drawn on, a file gets a line now and then. */
export interface ProgressStream {
  readonly stream: NodeJS.WritableStream
  readonly isTerminal: boolean
}

/** The progress of one piece of work. `advance` says how far it is. */
export interface Progress {
  readonly advance: (done: number) => void
  readonly end: () => void
}

/** Progress of which nobody is told. */
export const silentProgress: Progress = { advance: () => undefined, end: () => undefined }

const patienceMs = 1000
const lineEveryMs = 5000

/** Begins to show the progress of `total` steps called `label`; `now` gives milliseconds. */
export const progressOf = (to: ProgressStream | undefined, now: () => number, label: string, total: number): Progress => {
  if (to === undefined || total === 0) return silentProgress
  const began = now()
  return to.isTerminal ? barAfter(to.stream, () => now() - began > patienceMs, label, total) : linesAfter(to.stream, now, began, label, total)
}

function barAfter(stream: NodeJS.WritableStream, isLong: () => boolean, label: string, total: number): Progress {
  let bar: SingleBar | undefined
  let loading = false
  let reached = 0
  let ended = false
  const load = async (): Promise<void> => {
    const { SingleBar: Bar, Presets } = await import('cli-progress')
    if (ended) return
    bar = new Bar({ stream, clearOnComplete: true, hideCursor: true, format: `${label} {bar} {percentage} % | {value}/{total} | {eta_formatted}` }, Presets.shades_grey)
    bar.start(total, reached)
  }
  return {
    advance: (done) => {
      reached = done
      if (bar !== undefined) bar.update(done)
      else if (!loading && isLong()) { loading = true; void load() }
    },
    end: () => { ended = true; bar?.stop() },
  }
}

function linesAfter(stream: NodeJS.WritableStream, now: () => number, began: number, label: string, total: number): Progress {
  let told = began + patienceMs - lineEveryMs
  return {
    advance: (done) => {
      if (now() - told <= lineEveryMs) return
      told = now()
      stream.write(`${label} ${done}/${total}\n`)
    },
    end: () => undefined,
  }
}
