// What @grid-governance/event-sourcing/laws offers to others, listed by hand.
export {}
