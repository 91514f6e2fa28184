/** One line that tells how far a long work has come; nothing where nobody looks. */

import { Presets, SingleBar } from 'cli-progress'

export interface ProgressLine {
  readonly at: (done: number, of: number, note: string) => void
  readonly end: () => void
}

/** A line on a terminal; on anything else one plain sentence for every fifth of the way. */
export const progressLine = (stream: NodeJS.WriteStream, title: string): ProgressLine => stream.isTTY ? bar(stream, title) : sentences(stream, title)

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

function sentences(stream: NodeJS.WriteStream, title: string): ProgressLine {
  let told = 0
  return {
    at: (done, of, note) => {
      const fifth = Math.floor(done / of * 5)
      if (fifth > told) stream.write(`${title}: ${fifth * 20}% ${note}\n`)
      told = Math.max(told, fifth)
    },
    end: () => {},
  }
}
