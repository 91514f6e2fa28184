// What @grid-governance/simulation offers to others, listed by hand.
export {}
