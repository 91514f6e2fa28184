/** One line that tells how far a long work has come; nothing where nobody looks. */

import { Presets, SingleBar } from 'cli-progress'

export interface ProgressLine {
  readonly at: (done: number, of: number, note: string) => void
  readonly end: () => void
}

/** How long a reader of a file is left without a word, in milliseconds. */
const patienceMs = 2000

/** A line on a terminal; on anything else a plain sentence for every fifth of the way, and whenever two seconds have passed. `now` gives milliseconds. */
export const progressLine = (stream: NodeJS.WriteStream, title: string, now: () => number): ProgressLine => stream.isTTY ? bar(stream, title) : sentences(stream, title, now)

function bar(stream: NodeJS.WriteStream, title: string): ProgressLine {
  const line = new SingleBar({ stream, format: `${title} {bar} {percentage}% {note}`, hideCursor: true }, Presets.shades_classic)
  let started = false
  return {
    at: (done, of, note) => {
      if (!started) line.start(of, 0, { note })
      started = true
      line.update(done, { note })
    },
    end: () => { if (started) line.stop() },
  }
}

function sentences(stream: NodeJS.WriteStream, title: string, now: () => number): ProgressLine {
  let told = { fifth: 0, at: now() }
  return {
    at: (done, of, note) => {
      const fifth = Math.floor(done / of * 5)
      if (fifth <= told.fifth && now() - told.at < patienceMs) return
      stream.write(`${title}: ${Math.floor(done / of * 100)}% ${note}\n`)
      told = { fifth, at: now() }
    },
    end: () => {},
  }
}
