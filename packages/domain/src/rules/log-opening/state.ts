/** What is remembered of a log's opening. */

export interface LogOpeningState {
  readonly nature: 'simulated' | 'real' | null
}

export const initialState: LogOpeningState = { nature: null }
