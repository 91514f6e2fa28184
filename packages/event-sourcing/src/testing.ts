// What @grid-governance/event-sourcing/testing offers to others, listed by hand.
export {}
