/** Everything that a store promises, chapter by chapter. */

import type { StorePromise } from './harness.ts'
import { durability } from './promises/durability.ts'
import { expectations } from './promises/expectations.ts'
import { limits } from './promises/limits.ts'
import { model } from './promises/model.ts'
import { order } from './promises/order.ts'
import { reading } from './promises/reading.ts'
import { repeats } from './promises/repeats.ts'
import { storedForm } from './promises/stored-form.ts'
import { waiting } from './promises/waiting.ts'

export const storePromises: ReadonlyArray<StorePromise> =
  [...expectations, ...repeats, ...limits, ...order, ...storedForm, ...reading, ...waiting, ...durability, ...model]
