// What @grid-governance/cli offers to others, listed by hand.
export {}
