/** The agenda: what is to be done on which day, in order. */

import type { CalendarDate } from '@grid-governance/event-sourcing'

export interface Agenda<Task> {
  readonly plan: (day: CalendarDate, task: Task) => void
  /** The next task; those of one day in the order in which they were planned. */
  readonly next: () => { readonly day: CalendarDate, readonly task: Task } | undefined
}

/** An empty agenda. */
export const agenda = <Task>(): Agenda<Task> => {
  const byDay = new Map<CalendarDate, Task[]>()
  const days: CalendarDate[] = []
  return {
    plan: (day, task) => {
      const tasks = byDay.get(day)
      if (tasks !== undefined) { tasks.push(task); return }
      byDay.set(day, [task])
      days.splice(placeOf(days, day), 0, day)
    },
    next: () => {
      const day = days[0]
      const tasks = day === undefined ? undefined : byDay.get(day)
      const task = tasks?.shift()
      if (day === undefined || tasks === undefined || task === undefined) return undefined
      if (tasks.length === 0) { byDay.delete(day); days.shift() }
      return { day, task }
    },
  }
}

function placeOf(days: ReadonlyArray<CalendarDate>, day: CalendarDate): number {
  const later = days.findIndex((one) => one > day)
  return later === -1 ? days.length : later
}
