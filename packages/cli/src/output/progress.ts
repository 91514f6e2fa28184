/** Progress: shown for work that takes longer than a second, never among the results. */

import type { SingleBar } from 'cli-progress'

/** Where progress is shown: a terminal is drawn on, a file gets a line now and then. */
export interface ProgressStream {
  readonly stream: NodeJS.WritableStream
  readonly isTerminal: boolean
}

/** The progress of one piece of work: how many steps of how many are done. */
export interface Progress {
  readonly advance: (done: number, total: number) => void
  readonly end: () => void
}

/** Progress of which nobody is told. */
export const silentProgress: Progress = { advance: () => undefined, end: () => undefined }

const patienceMs = 1000
const lineEveryMs = 5000

/** Begins to show the progress of work called `label`; `now` gives milliseconds. */
export const progressOf = (to: ProgressStream | undefined, now: () => number, label: string): Progress => {
  if (to === undefined) return silentProgress
  const began = now()
  return to.isTerminal ? barAfter(to.stream, () => now() - began > patienceMs, label) : linesAfter(to.stream, now, began, label)
}

function barAfter(stream: NodeJS.WritableStream, isLong: () => boolean, label: string): Progress {
  let bar: SingleBar | undefined
  let loading = false
  let ended = false
  const load = async (done: number, total: number): Promise<void> => {
    const { Presets, SingleBar: Bar } = await import('cli-progress')
    if (ended) return
    bar = new Bar({ stream, clearOnComplete: true, hideCursor: true, format: `${label} {bar} {percentage} % | {value}/{total} | {eta_formatted}` }, Presets.shades_grey)
    bar.start(total, done)
  }
  return {
    advance: (done, total) => {
      if (bar !== undefined) {
        // Where nobody knows how much there is, the total grows with what is done.
        bar.setTotal(total)
        bar.update(done)
      }
      else if (!loading && isLong()) { loading = true; void load(done, total) }
    },
    end: () => { ended = true; bar?.stop() },
  }
}

function linesAfter(stream: NodeJS.WritableStream, now: () => number, began: number, label: string): Progress {
  let told = began + patienceMs - lineEveryMs
  return {
    advance: (done, total) => {
      if (now() - told <= lineEveryMs) return
      told = now()
      stream.write(`${label} ${done}/${total}\n`)
    },
    end: () => undefined,
  }
}
