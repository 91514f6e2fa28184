/** What the package offers, so that a new public name is a visible difference; and the names by which operators know its signals. */

import { expect, test } from 'vitest'
import * as offered from './index.ts'

test('these values are offered, and no others', () => {
  expect(Object.keys(offered).sort()).toEqual([
    'attributes', 'durationBuckets', 'instruments', 'observeRunner', 'observedLoop', 'observedReadModels', 'observedReader', 'observedSending', 'observedStore', 'scope',
  ])
})

test('the names of attributes and instruments stay, since dashboards lean on them', () => {
  expect(Object.values(offered.attributes)).toEqual([
    'db.system.name', 'db.operation.name', 'db.collection.name', 'error.type', 'grid_governance.district', 'grid_governance.outcome', 'grid_governance.expected_version',
    'grid_governance.events', 'grid_governance.bytes', 'grid_governance.end_reached', 'grid_governance.models', 'grid_governance.command.type', 'grid_governance.facts',
    'grid_governance.rejection.type', 'grid_governance.rejection.rule', 'grid_governance.runner',
  ])
  expect(Object.values(offered.instruments).map(({ name, unit }) => `${name} ${unit}`)).toEqual([
    'db.client.operation.duration s', 'grid_governance.appends {append}', 'grid_governance.appended_events {event}', 'grid_governance.append_conflicts {append}',
    'grid_governance.read_events {event}', 'grid_governance.saved_models {model}', 'grid_governance.command.duration s', 'grid_governance.runner.position {position}',
    'grid_governance.runner.lag.positions {position}', 'grid_governance.runner.lag.time s', 'grid_governance.runner.age s', 'grid_governance.runner.blocked_keys {key}',
    'grid_governance.runner.running 1',
  ])
})
