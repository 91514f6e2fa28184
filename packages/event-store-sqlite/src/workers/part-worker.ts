/** The program of a worker: loads what it is to fold, and folds the parts that it is asked for, until it is ended. In the main thread it does nothing. */

import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import * as E from 'fp-ts/lib/Either.js'
import { foldPart, loadParted, type WorkerLine } from './fold-part.ts'
import type { WorkerBegin, WorkerTask } from './messages.ts'

if (!isMainThread && parentPort !== null) {
  const port = parentPort
  const begin = workerData as WorkerBegin
  const line: WorkerLine = {
    send: (message, transfer = []) => { port.postMessage(message, [...transfer]) },
    waitWhile: (numbers, is) => { Atomics.wait(numbers, 0, is) },
    cpuMs: () => {
      const { user, system } = process.threadCpuUsage()
      return (user + system) / 1000
    },
  }
  const loaded = await loadParted(begin)
  if (E.isLeft(loaded)) line.send({ kind: 'failed', failure: loaded.left })
  else {
    port.on('message', (task: WorkerTask) => {
      // A defect becomes the `error` of this worker, and ends it.
      void foldPart(begin, loaded.right, task, line).then(line.send)
    })
    line.send({ kind: 'ready' })
  }
}
