// What @grid-governance/event-store-contract offers to others, listed by hand.
export {}
