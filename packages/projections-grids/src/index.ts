// What @grid-governance/projections-grids offers to others, listed by hand.
export {}
