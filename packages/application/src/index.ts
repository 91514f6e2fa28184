// What @grid-governance/application offers to others, listed by hand.
export {}
