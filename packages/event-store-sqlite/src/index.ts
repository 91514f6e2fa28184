// What @grid-governance/event-store-sqlite offers to others, listed by hand.
export {}
