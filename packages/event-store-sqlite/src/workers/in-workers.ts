/** Rebuilding and building in several threads, each of which reads its own part of the log; one thread alone does it where workers do not pay. */

import * as E from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { projectionName, type CalendarDate, type Fact, type Models, type Position } from '@grid-governance/event-sourcing'
import {
  buildProjection, everything, positionsOfPacked, prefixKnownAt, rebuild, rebuildElsewhere, rebuildProjection, unpacked,
  type Blockage, type BuildFailure, type Built, type FoldElsewhereRequest, type PackedModel, type PartedProjection, type ProjectionRunnerOptions, type Rebuilt,
  type RebuildProjectionOptions, type RebuildRequest, type RebuiltProjection, type VersionAnswers,
} from '@grid-governance/subscriptions'
import { foldPartHere } from './fold-part.ts'
import type { PartFailure, WorkerBegin } from './messages.ts'
import { planWorkers, type WorkersPlan } from './pays-off.ts'
import { foldParts, type FoldPartsRequest, type PartsProgress } from './workers.ts'

/** Where workers find what they need, and how many there are to be. */
export interface InWorkers {
  /** The file of the log that `reader` reads; every worker opens it for itself. */
  readonly path: string
  /** As of `SqliteStoreOptions`, for what the workers read. */
  readonly checkReads?: boolean
  /** The URL of a module that plain node can load, and the name under which it exports the very PartedProjection that is given here. */
  readonly module: string | URL
  readonly exportName: string
  /**
   * How many threads fold at most; as many as the machine runs at once unless said, four at most. Where models stay in memory the thread that asks is one of them,
   * else all are workers. One or none: no worker is started.
   */
  readonly workers?: number
  /**
   * Into how many parts the models are cut. Each worker folds one at a time, and only these are in memory; each part costs a pass over the rows of
   * the log. As many as workers unless said, and more where a part would have over 1.25 million facts.
   */
  readonly parts?: number
  /**
   * How large the heap of each worker may become, 512 MiB unless said; a part that does not fit fails with WorkerFailed, and more parts help. V8 is
   * the thriftier, the less it is allowed. A part that the asking thread folds has the room of that thread.
   */
  readonly memoryMiB?: number
  /** From how many facts on workers are started, if a sample says that they gain something; 200,000 for a file of models, 500,000 in memory unless said (docs/benchmarks.md). 0: they always are. */
  readonly atLeast?: number
  /** The program of a worker, where it does not stand beside this package's code because that was bundled: the module `@grid-governance/event-store-sqlite/part-worker`. */
  readonly entry?: URL
  readonly onProgress?: (progress: PartsProgress & Pick<WorkersPlan, 'facts'>) => void
}

/** Below so many facts starting workers takes longer than they save; models in memory are had sooner by one thread, which does not hand them over as text. */
const atLeastFacts = { inFile: 200_000, inMemory: 500_000 }
const mostWorkers = 4
/**
 * What a page of facts leaves behind is garbage at once. For a file, three times 8 MB of room for it, instead of the 16 MB and more that V8 takes by itself: several
 * workers stay small beside the store. In memory there is one worker less, and with 32 MB it looks for garbage a quarter as often.
 */
const youngMiB = { inFile: 24, inMemory: 96 }

export interface ByWorkers {
  /** How many threads folded, the one that asks among them where models stay in memory; 0 where it did it alone. */
  readonly workers: number
  /** What each worker took of a processor, its start included, in milliseconds. */
  readonly cpuMs: ReadonlyArray<number>
}

const alone: ByWorkers = { workers: 0, cpuMs: [] }

export type RebuildInWorkersRequest<F extends Fact, Model> = Omit<RebuildRequest<F, Model>, 'projection' | 'codec'> & { readonly parted: PartedProjection<F, Model>, readonly inWorkers: InWorkers }

/** As `rebuild`: the same models, blocked keys and places. This thread folds parts itself; the models of the others come as text, and are parsed here, so that models must be JSON. */
export const rebuildInWorkers = <F extends Fact, Model>(request: RebuildInWorkersRequest<F, Model>): TaskEither<PartFailure, Rebuilt<Model> & ByWorkers> => async () => {
  const { parted, inWorkers, ...rest } = request
  const { reader, knownAt, asOf } = request
  const begun = await begin(request, atLeastFacts.inMemory, knownAt)
  if (E.isLeft(begun)) return begun
  const { plan, upTo } = begun.right
  if (plan.workers === 0) {
    return by(alone, await rebuild({ ...rest, reader, projection: parted.projection, codec: parted.codec })())
  }
  const all = gathered<Model>()
  const folded = await foldParts(partsRequest<F, Model, never>(request, plan, upTo, {
    asOf, skips: [], places: 'positions', take: all.takePacked,
    here: (begin_, part, line) => foldPartHere(begin_, parted, part, line, all.take),
    onProgress: (progress) => {
      request.onProgress?.({ events: progress.events, readTo: progress.partsDone === progress.parts ? upTo : 'beginning' })
      return Promise.resolve(E.right(undefined))
    },
  }))
  if (E.isLeft(folded)) return folded
  return E.right({ projection: projectionName(parted.projection), ...all.rebuilt, readTo: upTo, ...folded.right })
}

/** The models of all parts, as they come. */
function gathered<Model>() {
  const models = new Map<string, Model>()
  const blocked = new Map<string, Blockage>()
  const positions = new Map<string, () => ReadonlyArray<Position>>()
  const takePacked = (batch: ReadonlyArray<PackedModel>): Promise<E.Either<never, void>> => {
    for (const { key, text, blocked: blockage, places } of batch) {
      positions.set(key, () => positionsOfPacked(places))
      if (blockage !== undefined) blocked.set(key, blockage)
      else models.set(key, JSON.parse(text ?? 'null') as Model)
    }
    return Promise.resolve(E.right(undefined))
  }
  const take = (part: Rebuilt<Model>): void => {
    for (const [key, model] of part.models) {
      positions.set(key, () => part.positionsOf(key))
      models.set(key, model)
    }
    for (const [key, blockage] of part.blocked) {
      positions.set(key, () => part.positionsOf(key))
      blocked.set(key, blockage)
    }
  }
  const positionsOf = (key: string): ReadonlyArray<Position> => positions.get(key)?.() ?? []
  return { takePacked, take, rebuilt: { models: models as Models<Model>, blocked, positionsOf } }
}

export type BuildInWorkersOptions<F extends Fact, Model> = Omit<ProjectionRunnerOptions<F, Model>, 'projection' | 'codec'> & { readonly parted: PartedProjection<F, Model>, readonly inWorkers: InWorkers }

/**
 * As `buildProjection`. Where nothing is saved yet, workers build beside, as `rebuildProjection` does, and what they built takes its place in one
 * step; else, and where they do not pay, one thread goes on from what is saved.
 */
export const buildInWorkers = <F extends Fact, Model>(options: BuildInWorkersOptions<F, Model>): TaskEither<BuildFailure | VersionAnswers | PartFailure, Built & ByWorkers> => async () => {
  const saved = await options.store.load(options.parted.projection, [])()
  if (E.isLeft(saved)) return saved
  if (saved.right.checkpoint !== undefined) return by(alone, await buildProjection(ordinary(options))())
  const begun = await begin(options, atLeastFacts.inFile)
  if (E.isLeft(begun)) return begun
  const { plan } = begun.right
  return plan.workers === 0 ? by(alone, await buildProjection(ordinary(options))()) : await anew({ ...options, skips: 'keep' }, begun.right)
}

export type RebuildProjectionInWorkersOptions<F extends Fact, Model> = BuildInWorkersOptions<F, Model> & Pick<RebuildProjectionOptions<F, Model>, 'skips'>

/** As `rebuildProjection`. */
export const rebuildProjectionInWorkers = <F extends Fact, Model>(
  options: RebuildProjectionInWorkersOptions<F, Model>,
): TaskEither<BuildFailure | VersionAnswers | PartFailure, RebuiltProjection & ByWorkers> => async () => {
  const begun = await begin(options, atLeastFacts.inFile)
  if (E.isLeft(begun)) return begun
  return begun.right.plan.workers === 0
    ? by(alone, await rebuildProjection({ ...ordinary(options), skips: options.skips })())
    : await anew(options, begun.right)
}

interface Begun {
  readonly plan: WorkersPlan
  /** The end of the last append that is read; means nothing without workers. */
  readonly upTo: Position
}

/** Up to where the log is read, and by how many. */
async function begin<F extends Fact, Model>(
  { reader, parted, inWorkers }: Pick<BuildInWorkersOptions<F, Model>, 'reader' | 'parted' | 'inWorkers'>, atLeast: number, knownAt?: RebuildRequest<F, Model>['knownAt'],
): Promise<E.Either<PartFailure, Begun>> {
  const prefix = knownAt === undefined ? E.right(everything) : await prefixKnownAt(reader, knownAt)()
  if (E.isLeft(prefix)) return prefix
  const head = await reader.head()()
  if (E.isLeft(head)) return head
  const last = head.right.after === 'beginning' ? -1 : head.right.after
  // Positions are dense here, so the one before the append that is cut ends the one before that.
  const upTo = Math.min(last, prefix.right.cutFrom === undefined ? prefix.right.upTo ?? last : prefix.right.cutFrom - 1)
  const workers = inWorkers.workers ?? Math.min(navigator.hardwareConcurrency, mostWorkers)
  if (upTo < 0) return E.right({ plan: { workers: 0, parts: 1, facts: 0 }, upTo: 0 as Position })
  const plan = await planWorkers({ reader, parted, upTo, workers, parts: inWorkers.parts, atLeast: inWorkers.atLeast ?? atLeast })
  return E.isLeft(plan) ? plan : E.right({ plan: plan.right, upTo: upTo as Position })
}

async function anew<F extends Fact, Model>(
  options: RebuildProjectionInWorkersOptions<F, Model>, { plan, upTo }: Begun,
): Promise<E.Either<BuildFailure | VersionAnswers | PartFailure, RebuiltProjection & ByWorkers>> {
  let workers = alone
  const fold = async ({ skips, take, atWork }: FoldElsewhereRequest<PartFailure | BuildFailure>) => {
    const folded = await foldParts(partsRequest<F, Model, PartFailure | BuildFailure>(options, plan, upTo, { skips, places: 'all', take: (models) => take(models.map(unpacked)), onProgress: atWork }))
    if (E.isRight(folded)) workers = folded.right
    return E.isLeft(folded) ? folded : E.right({ readTo: upTo, events: folded.right.events })
  }
  const rebuilt = await rebuildElsewhere<F, Model, PartFailure>({ ...ordinary(options), skips: options.skips }, fold)()
  return by(workers, rebuilt)
}

interface HowToFold<Failure> extends Pick<FoldPartsRequest<Failure>, 'take' | 'onProgress' | 'here'>, Pick<WorkerBegin, 'skips' | 'places'> {
  readonly asOf?: CalendarDate | undefined
}

function partsRequest<F extends Fact, Model, Failure>(
  { parted, inWorkers, mode, pageSize }: Pick<RebuildInWorkersRequest<F, Model>, 'parted' | 'inWorkers' | 'mode' | 'pageSize'>,
  { workers, parts, facts }: WorkersPlan, upTo: Position, { asOf, skips, places, onProgress, ...how }: HowToFold<Failure>,
): FoldPartsRequest<Failure> {
  const { path, checkReads = false, module, exportName, memoryMiB = 512, entry = besideThis() } = inWorkers
  return {
    begin: { path, checkReads, module: String(module), exportName, projection: projectionName(parted.projection), mode, pageSize, asOf, upTo, skips, places },
    entry, workers, parts, memoryMiB, youngMiB: places === 'all' ? youngMiB.inFile : youngMiB.inMemory, ...how,
    onProgress: (progress) => {
      inWorkers.onProgress?.({ ...progress, facts })
      return onProgress(progress)
    },
  }
}

/** The program of a worker stands beside this file, in the sources and where the package is built. */
function besideThis(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './part-worker.ts' : './part-worker.js', import.meta.url)
}

function ordinary<F extends Fact, Model>({ parted, inWorkers: _, ...rest }: BuildInWorkersOptions<F, Model>): ProjectionRunnerOptions<F, Model> {
  return { ...rest, projection: parted.projection, codec: parted.codec }
}

function by<Failure, A extends object>({ workers, cpuMs }: ByWorkers, built: E.Either<Failure, A>): E.Either<Failure, A & ByWorkers> {
  return E.isLeft(built) ? built : E.right({ ...built.right, workers, cpuMs })
}
