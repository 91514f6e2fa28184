// What @grid-governance/domain/testing offers to others, listed by hand.
export {}
