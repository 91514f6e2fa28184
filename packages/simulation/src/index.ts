/** Seeded histories of whole districts: for demonstrations, benchmarks and laws. */

export { type SimulatedClock, simulatedClock } from './clock.ts'
export { type Chance, seededChance } from './chance.ts'
export {
  type DivisionRow,
  type SimulatedGrid,
  type SimulatedCommunity,
  type SimulatedTown,
  type SimulatedDistrict,
  layOutDistrict,
  nextGrid,
  nextBuilding,
  nextNumber,
  buildingsOf,
} from './simulated-district.ts'
export {
  type SimulationOptions,
  type SimulationProgress,
  type SimulatedPlan,
  type SimulationReport,
  simulateDistrict,
} from './simulate.ts'
